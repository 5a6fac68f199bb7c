package audiotokens.pipeline.tokens;

import audiotokens.cluster.Codebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.TokenSpectra;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.Arrays;

/** Computes the mean spectrum of each token of a run from its training clips. */
public final class MeasuredSpectra {
    private MeasuredSpectra() {}

    /**
     * Computes the mean spectra of a codebook's tokens; an unused token gets the mean of all frames.
     *
     * @param maxClips maximum number of clips to read, spread evenly over the training clips
     */
    public static TokenSpectra of(Configuration configuration, Codebook codebook, int maxClips, Progress progress) {
        int nMels = configuration.spectrogram().nMels();
        ArrayList<String> ids = new ArrayList<>(SpectrogramClips.evenlySpaced(configuration, Split.TRAIN, maxClips));
        Sums zero = new Sums(new double[codebook.vocabularySize() * nMels], new long[codebook.vocabularySize()]);
        try (Progress.Task task = progress.begin("Spectra of the tokens", ids.size(), "clips")) {
            Sums sums = Executor.of(configuration)
                    .reduce(ids, new SumWork(configuration, codebook), zero, task, failed -> {});
            return new TokenSpectra(nMels, sums.means(nMels), sums.counts());
        }
    }

    private record SumWork(Configuration configuration, Codebook codebook) implements ItemWork<String, Sums> {
        @Override
        public WorkerFactory<String, Sums> open() {
            RunSpectrograms spectrograms = RunSpectrograms.open(configuration, false);
            return WorkerFactory.shared(
                    spectrograms::close, id -> Sums.of(spectrograms.read(Split.TRAIN, id), codebook));
        }
    }

    /**
     * Sums of the frames of each token.
     *
     * @param sums sums of shape (vocabulary, nMels)
     * @param counts number of frames of each token
     */
    private record Sums(double[] sums, long[] counts) implements Mergeable<Sums> {
        static Sums of(Spectrogram spectrogram, Codebook codebook) {
            int nMels = spectrogram.nMels();
            float[] frames = spectrogram.frames();
            long[] tokens = codebook.tokenize(spectrogram);
            double[] sums = new double[codebook.vocabularySize() * nMels];
            long[] counts = new long[codebook.vocabularySize()];
            for (int frame = 0; frame < tokens.length; frame++) {
                int token = (int) tokens[frame];
                counts[token]++;
                for (int mel = 0; mel < nMels; mel++) {
                    sums[token * nMels + mel] += frames[frame * nMels + mel];
                }
            }
            return new Sums(sums, counts);
        }

        @Override
        public Sums merge(Sums following) {
            int nMels = sums.length / counts.length;
            for (int token = 0; token < counts.length; token++) {
                if (following.counts[token] > 0) {
                    counts[token] += following.counts[token];
                    for (int i = token * nMels; i < (token + 1) * nMels; i++) {
                        sums[i] += following.sums[i];
                    }
                }
            }
            return this;
        }

        @Override
        public long approximateBytes() {
            return (long) sums.length * Double.BYTES;
        }

        float[] means(int nMels) {
            double[] overallMean = new double[nMels];
            long total = Math.max(1, Arrays.stream(counts).sum());
            for (int i = 0; i < sums.length; i++) {
                overallMean[i % nMels] += sums[i] / total;
            }
            float[] means = new float[sums.length];
            for (int i = 0; i < sums.length; i++) {
                long count = counts[i / nMels];
                means[i] = (float) (count == 0 ? overallMean[i % nMels] : sums[i] / count);
            }
            return means;
        }
    }
}
