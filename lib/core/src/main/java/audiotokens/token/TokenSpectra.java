package audiotokens.token;

import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.util.Arrays;

/**
 * What each token stands for, as a spectrum: the mean of the training frames that became it. Puts tokens back to
 * spectrograms.
 *
 * <p>A centroid itself has lost the frame's loudness to the unit norm, and may be of convolved or whitened features. The
 * mean frame is the decoder with the least squared error whatever the features, and is the centroid scaled back where
 * these are plain frames.
 */
public final class TokenSpectra {
    private final int nMels;
    private final float[] spectra;
    private final long[] counts;

    /**
     * @param spectra (vocabulary, nMels), in the unit of the spectrograms
     * @param counts frames that each was measured from
     */
    public TokenSpectra(int nMels, float[] spectra, long[] counts) {
        if (spectra.length != counts.length * nMels) {
            throw new IllegalArgumentException(
                    spectra.length + " values are no spectra of " + nMels + " bands for " + counts.length + " tokens");
        }
        this.nMels = nMels;
        this.spectra = spectra;
        this.counts = counts;
    }

    /**
     * Measures the spectra of a tokenizer's tokens on clips, one after the other; a token that no frame became gets the
     * mean of all frames.
     *
     * @param tokenizer whose first stream has one token a frame
     * @throws IOException where a clip cannot be read
     */
    public static TokenSpectra measure(TrainingClips clips, Tokenizer tokenizer, int nMels) throws IOException {
        int size = tokenizer.streams().getFirst().vocabularySize();
        SpectrumMeans means = new SpectrumMeans(nMels, size);
        for (int i = 0; i < clips.size(); i++) {
            ClipSignal clip = clips.clip(i);
            means.add(clip.spectrogram().frames(), tokenizer.tokenize(clip).first());
        }
        return new TokenSpectra(nMels, means.means(), means.counts());
    }

    /** Frames that a token's spectrum was measured from. */
    public long count(int token) {
        return counts[token];
    }

    /** One token's spectrum: (nMels,), lowest band first. */
    public float[] spectrum(int token) {
        return Arrays.copyOfRange(spectra, token * nMels, (token + 1) * nMels);
    }

    /** The spectrogram that tokens stand for: (nMels, tokens). */
    public Spectrogram reconstruct(long[] tokens) {
        float[] frames = new float[tokens.length * nMels];
        for (int frame = 0; frame < tokens.length; frame++) {
            System.arraycopy(spectra, (int) tokens[frame] * nMels, frames, frame * nMels, nMels);
        }
        return Spectrogram.ofFrames(nMels, frames);
    }

    /** Root mean square difference of two spectrograms of one shape, in their unit: dB. */
    public static double error(Spectrogram one, Spectrogram other) {
        if (one.nMels() != other.nMels() || one.nFrames() != other.nFrames()) {
            throw new IllegalArgumentException("the spectrograms have different shapes");
        }
        double sum = 0;
        for (int i = 0; i < one.values().length; i++) {
            double difference = one.values()[i] - other.values()[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / one.values().length);
    }
}
