package audiotokens.notebook.experiment;

import audiotokens.cluster.CentroidInitialization;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.NearestCentroid;
import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Compares tokens of different shapes, learned from the same spectrograms, by classifying clips as bags of tokens. */
public final class TokenShapeExperiment {
    private static final int VECTORS_PER_CENTROID = 64;
    private static final int ITERATIONS = 10;

    private final Configuration configuration;
    private final int vocabularySize;

    /**
     * @param configuration configuration of the run; its spectrograms are computed if missing
     * @param vocabularySize number of tokens, divided among the positions along the frequency axis
     */
    public TokenShapeExperiment(Configuration configuration, int vocabularySize) {
        this.configuration = configuration;
        this.vocabularySize = vocabularySize;
    }

    /**
     * Evaluates each shape, or returns earlier results.
     *
     * @param listener receives each result as soon as it is available
     */
    public List<SweepResult> run(List<TokenShape> shapes, Progress progress, Consumer<SweepResult> listener) {
        new DatasetSplitter(configuration).run(progress);
        new SpectrogramGenerator(configuration).run(progress);
        List<SweepResult> results = new ArrayList<>();
        try (Progress.Task task = progress.begin("Token shapes", shapes.size(), "shapes")) {
            for (TokenShape shape : shapes) {
                results.add(run(shape, progress));
                listener.accept(results.getLast());
                task.advance(1);
            }
        }
        return List.copyOf(results);
    }

    private SweepResult run(TokenShape shape, Progress progress) {
        int nMels = configuration.spectrogram().nMels();
        int nPositions = shape.nPositions(nMels);
        if (nPositions == 0) {
            throw new StageException(
                    shape.name() + ": a token of " + shape.bands() + " bands does not fit into nMels (" + nMels + ")");
        }
        int centroidCount = Math.max(2, vocabularySize / nPositions);
        Stage<BagResult> stage = new Stage<>(
                "words_%dx%d".formatted(shape.bands(), shape.frames()),
                BagResult.class,
                List.of(RunStage.DATASET, RunStage.SPECTROGRAMS),
                List.of(fingerprint(shape), vocabularySize),
                List.of(),
                List.of());
        try (StageRun<BagResult> run = StageRun.begin(configuration, stage, progress)) {
            StageRecord record = run.alreadyFinished()
                    ? run.record()
                    : run.finish(evaluate(shape, nPositions, centroidCount, progress));
            double map = record.result(BagResult.class).bagMap();
            return new SweepResult(shape.name(), map, record.seconds(), nPositions * centroidCount);
        }
    }

    /** Returns the text by which version 0.1 identified a shape, so that its finished results remain valid. */
    private static String fingerprint(TokenShape shape) {
        return "WordShape[name=%s, bands=%d, frames=%d]".formatted(shape.name(), shape.bands(), shape.frames());
    }

    private BagResult evaluate(TokenShape shape, int nPositions, int centroidCount, Progress progress) {
        List<String> trainIds = ids(Split.TRAIN);
        List<String> validationIds = ids(Split.VALIDATION);
        double[][] train = new double[trainIds.size()][nPositions * centroidCount];
        double[][] validation = new double[validationIds.size()][nPositions * centroidCount];
        try (RunSpectrograms spectrograms = RunSpectrograms.open(configuration, false);
                Progress.Task task = progress.begin(shape.name(), nPositions, "positions")) {
            for (int position = 0; position < nPositions; position++) {
                float[][] vectors = vectors(spectrograms, shape, position, Split.TRAIN, trainIds);
                NearestCentroid centroids = cluster(shape, centroidCount, vectors);
                writeBags(shape, centroids, vectors, train, position * centroidCount, centroidCount);
                float[][] validationVectors = vectors(spectrograms, shape, position, Split.VALIDATION, validationIds);
                writeBags(shape, centroids, validationVectors, validation, position * centroidCount, centroidCount);
                task.advance(1);
            }
        } catch (IOException e) {
            throw new StageException("a spectrogram cannot be read: " + e.getMessage(), e);
        }
        TokenBags trainBags = new TokenBags(trainIds, train, targets(trainIds));
        TokenBags validationBags = new TokenBags(validationIds, validation, targets(validationIds));
        float[][] scores = BagModel.LOGISTIC_REGRESSION.predict(
                trainBags, validationBags, configuration.run().seed());
        return new BagResult(AveragePrecision.mean(new Predictions(validationIds, scores, validationBags.targets())));
    }

    private NearestCentroid cluster(TokenShape shape, int centroidCount, float[][] vectors) {
        float[] sample = sample(shape.size(), (long) centroidCount * VECTORS_PER_CENTROID, vectors);
        if (sample.length / shape.size() < centroidCount) {
            throw new StageException(shape.name() + ": the training clips have fewer parts than " + centroidCount
                    + " centroids; use more clips or a smaller vocabulary");
        }
        KMeans.Options options =
                new KMeans.Options(centroidCount, ITERATIONS, CentroidInitialization.RANDOM, 1, 0, false);
        KMeans.Result result = new KMeans(
                        options, configuration.run().seed(), configuration.run().threadCount())
                .fit(sample, shape.size(), (start, iteration, objective) -> {});
        return NearestCentroid.of(result.centroids(), shape.size());
    }

    /** Samples at most {@code maxVectors} vectors, evenly spaced over all clips. */
    private static float[] sample(int size, long maxVectors, float[][] vectors) {
        long total =
                Arrays.stream(vectors).mapToLong(clip -> clip.length / size).sum();
        long step = Math.max(1, (total + maxVectors - 1) / maxVectors);
        float[] sample = new float[Math.toIntExact((total + step - 1) / step) * size];
        long vectorIndex = 0;
        int nSampled = 0;
        for (float[] clip : vectors) {
            for (int vector = 0; vector < clip.length / size; vector++) {
                if (vectorIndex++ % step == 0) {
                    System.arraycopy(clip, vector * size, sample, nSampled++ * size, size);
                }
            }
        }
        return sample;
    }

    private static void writeBags(
            TokenShape shape,
            NearestCentroid centroids,
            float[][] vectors,
            double[][] bags,
            int offset,
            int centroidCount) {
        for (int clip = 0; clip < vectors.length; clip++) {
            int nParts = vectors[clip].length / shape.size();
            int[] nearest = new int[nParts];
            centroids.find(vectors[clip], 0, nParts, nearest, new float[nParts]);
            long[] tokens = Arrays.stream(nearest).asLongStream().toArray();
            System.arraycopy(TokenBags.bag(tokens, centroidCount), 0, bags[clip], offset, centroidCount);
        }
    }

    private List<String> ids(Split split) {
        return SpectrogramClips.ids(configuration, split);
    }

    private float[][] targets(List<String> ids) {
        ClipCatalog catalog = Metadata.read(configuration);
        return ids.stream().map(catalog::targets).toArray(float[][]::new);
    }

    private static float[][] vectors(
            RunSpectrograms spectrograms, TokenShape shape, int position, Split split, List<String> ids)
            throws IOException {
        float[][] vectors = new float[ids.size()][];
        for (int clip = 0; clip < vectors.length; clip++) {
            vectors[clip] = shape.cut(spectrograms.read(split, ids.get(clip)), position);
        }
        return vectors;
    }
}
