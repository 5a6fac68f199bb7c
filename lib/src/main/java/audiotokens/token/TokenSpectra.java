package audiotokens.token;

import audiotokens.cluster.Codebook;
import audiotokens.config.Configuration;
import audiotokens.file.FileFault;
import audiotokens.run.Parallel;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.run.StageException;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramClips;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
     * Measures the spectra of a codebook's tokens; a token that no frame became gets the mean of all frames.
     *
     * @param clips most clips to measure, evenly spread over the training clips
     */
    public static TokenSpectra measure(Configuration configuration, Codebook codebook, int clips, Progress progress) {
        RunFolder folder = RunFolder.of(configuration);
        int nMels = configuration.spectrogram().nMels();
        List<String> ids = SpectrogramClips.spread(configuration, Split.TRAIN, clips);
        long[][] tokens = new long[ids.size()][];
        List<Integer> places = IntStream.range(0, ids.size()).boxed().toList();
        try (Progress.Task task = progress.begin("Spectra of the tokens", ids.size(), "clips")) {
            Parallel.forEach(places, configuration.run().threadCount(), () -> place -> {
                tokens[place] = codebook.tokenize(read(folder, ids.get(place)));
                task.advance(1);
            });
        }
        // Added in the order of the split, so that threads do not change the last digit.
        double[] sums = new double[codebook.vocabularySize() * nMels];
        long[] counts = new long[codebook.vocabularySize()];
        for (int place = 0; place < tokens.length; place++) {
            add(read(folder, ids.get(place)).frames(), tokens[place], nMels, sums, counts);
        }
        return new TokenSpectra(nMels, means(nMels, sums, counts), counts);
    }

    private static Spectrogram read(RunFolder folder, String id) {
        try {
            return Spectrogram.read(folder.spectrogram(Split.TRAIN, id));
        } catch (IOException e) {
            throw new StageException("the spectrogram of " + id + " cannot be read: " + FileFault.describe(e), e);
        }
    }

    private static void add(float[] frames, long[] tokens, int nMels, double[] sums, long[] counts) {
        for (int frame = 0; frame < tokens.length; frame++) {
            int token = (int) tokens[frame];
            counts[token]++;
            for (int mel = 0; mel < nMels; mel++) {
                sums[token * nMels + mel] += frames[frame * nMels + mel];
            }
        }
    }

    private static float[] means(int nMels, double[] sums, long[] counts) {
        double[] ofAll = new double[nMels];
        long total = Math.max(1, Arrays.stream(counts).sum());
        for (int i = 0; i < sums.length; i++) {
            ofAll[i % nMels] += sums[i] / total;
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            long count = counts[i / nMels];
            means[i] = (float) (count == 0 ? ofAll[i % nMels] : sums[i] / count);
        }
        return means;
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
