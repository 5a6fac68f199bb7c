package audiotokens.pipeline.tokens;

import audiotokens.cluster.Codebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.TokenSpectra;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.util.Arrays;
import java.util.List;

/** The mean spectrum of each token of a run, measured on its training clips. */
public final class MeasuredSpectra {
    private MeasuredSpectra() {}

    /**
     * Measures the spectra of a codebook's tokens; a token that no frame became gets the mean of all frames.
     *
     * @param clips most clips to measure, evenly spread over the training clips
     */
    public static TokenSpectra of(Configuration configuration, Codebook codebook, int clips, Progress progress) {
        RunFolder folder = RunFolder.of(configuration);
        int nMels = configuration.spectrogram().nMels();
        List<String> ids = SpectrogramClips.spread(configuration, Split.TRAIN, clips);
        double[] sums = new double[codebook.vocabularySize() * nMels];
        long[] counts = new long[codebook.vocabularySize()];
        try (Progress.Task task = progress.begin("Spectra of the tokens", ids.size(), "clips")) {
            Parallel.forEach(ids, configuration.run().threadCount(), () -> id -> {
                Spectrogram spectrogram = Spectrogram.read(folder.spectrogram(Split.TRAIN, id));
                add(spectrogram.frames(), codebook.tokenize(spectrogram), nMels, sums, counts);
                task.advance(1);
            });
        }
        return new TokenSpectra(nMels, means(nMels, sums, counts), counts);
    }

    private static void add(float[] frames, long[] tokens, int nMels, double[] sums, long[] counts) {
        synchronized (sums) {
            for (int frame = 0; frame < tokens.length; frame++) {
                int token = (int) tokens[frame];
                counts[token]++;
                for (int mel = 0; mel < nMels; mel++) {
                    sums[token * nMels + mel] += frames[frame * nMels + mel];
                }
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
}
