package audiotokens.token;

import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.util.Arrays;

/**
 * The spectrum of each token: the mean of its training frames. Reconstructs spectrograms from tokens.
 *
 * <p>Centroids cannot be used instead: unit-norm scaling removes the frame's loudness, and features may be convolved or
 * whitened. The mean frame is the decoder with minimum squared error for any features.
 */
public final class TokenSpectra {
    private final int nMels;
    private final float[] spectra;
    private final long[] counts;

    /**
     * @param spectra (vocabulary, nMels), in the unit of the spectrograms
     * @param counts number of frames averaged for each token
     */
    public TokenSpectra(int nMels, float[] spectra, long[] counts) {
        if (spectra.length != counts.length * nMels) {
            throw new IllegalArgumentException(spectra.length + " values do not match spectra of " + nMels
                    + " bands for " + counts.length + " tokens");
        }
        this.nMels = nMels;
        this.spectra = spectra;
        this.counts = counts;
    }

    /**
     * Computes the spectra of a tokenizer's tokens, clip by clip. A token without frames gets the mean of all frames.
     *
     * @param tokenizer tokenizer whose first stream has one token per frame
     * @throws IOException if a clip cannot be read
     */
    public static TokenSpectra compute(TrainingClips clips, Tokenizer tokenizer, int nMels) throws IOException {
        int size = tokenizer.streams().getFirst().vocabularySize();
        SpectrumMeans means = new SpectrumMeans(nMels, size);
        for (int i = 0; i < clips.size(); i++) {
            ClipSignal clip = clips.clip(i);
            means.add(clip.spectrogram().frames(), tokenizer.tokenize(clip).firstStream());
        }
        return new TokenSpectra(nMels, means.means(), means.counts());
    }

    /** Returns the number of frames averaged for a token. */
    public long count(int token) {
        return counts[token];
    }

    /** Returns a token's spectrum: (nMels,), lowest band first. */
    public float[] spectrum(int token) {
        return Arrays.copyOfRange(spectra, token * nMels, (token + 1) * nMels);
    }

    /** Returns the reconstructed spectrogram: (nMels, tokens). */
    public Spectrogram reconstruct(long[] tokens) {
        float[] frames = new float[tokens.length * nMels];
        for (int frame = 0; frame < tokens.length; frame++) {
            System.arraycopy(spectra, (int) tokens[frame] * nMels, frames, frame * nMels, nMels);
        }
        return Spectrogram.fromFrames(nMels, frames);
    }

    /** Returns the root mean square difference of two spectrograms of equal shape, in their unit (dB). */
    public static double error(Spectrogram first, Spectrogram second) {
        if (first.nMels() != second.nMels() || first.nFrames() != second.nFrames()) {
            throw new IllegalArgumentException("the spectrograms have different shapes");
        }
        double sum = 0;
        for (int i = 0; i < first.values().length; i++) {
            double difference = first.values()[i] - second.values()[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / first.values().length);
    }
}
