package audiotokens.token;

import audiotokens.AudioTokensException;
import audiotokens.cluster.CentroidMeans;
import audiotokens.cluster.ClusterOptions;
import audiotokens.cluster.ClusterStatistics;
import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.PointBlocks;
import audiotokens.cluster.PrincipalComponents;
import audiotokens.cluster.Silhouette;
import audiotokens.cluster.UnitNorm;
import audiotokens.cluster.Whitening;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Fits a codebook: samples frames, whitens their features if requested, runs k-means and computes cluster statistics.
 */
final class KMeansFit {
    /** Number of frames from which the whitening is estimated. */
    private static final int WHITENING_FRAMES = 20_000;
    /** Number of frames from which the silhouette is estimated. */
    private static final int SILHOUETTE_FRAMES = 2_000;
    /** Memory for frames, in bytes. If more is needed, every iteration reads the frames again. */
    private static final long BLOCK_BYTES = 192L << 20;

    private final TrainingClips clips;
    private final ClusterOptions options;
    private final FitSettings settings;

    KMeansFit(TrainingClips clips, ClusterOptions options, FitSettings settings) {
        this.clips = clips;
        this.options = options;
        this.settings = settings;
    }

    /**
     * A codebook, its training points and their statistics.
     *
     * @param points features of the sampled frames, in blocks of (n, features)
     * @param initializationPoints points from which initial centroids are chosen, (n, features)
     */
    record FittedCodebook(
            Codebook codebook, PointBlocks points, float[] initializationPoints, ClusterStatistics statistics) {}

    /**
     * Fits the codebook.
     *
     * @throws AudioTokensException if the clips have fewer frames than there are centroids
     */
    FittedCodebook fit() throws IOException {
        FrameFeatures features = features();
        FrameSample sample = sample();
        PointBlocks points = blocks(sample, features);
        float[] initializationPoints = points.nBlocks() == 1
                ? points.block(0)
                : FrameSample.draw(clips, nInitializationPoints(features), settings.seed())
                        .features(features, settings.threads(), settings.progress());
        KMeans.Result result = cluster(points, initializationPoints, options.spherical(), "K-means");
        if (options.normalizeFrames()) {
            UnitNorm.scale(result.centroids(), features.size());
        }
        Codebook codebook = new Codebook(features, result.centroids());
        return new FittedCodebook(
                codebook, points, initializationPoints, statistics(result, sample, initializationPoints, codebook));
    }

    /** Evaluates an existing codebook on the clips' frames. */
    ClusterStatistics evaluate(Codebook codebook) throws IOException {
        FrameSample sample = sample();
        PointBlocks points = blocks(sample, codebook.features());
        CentroidMeans means = new CentroidMeans(codebook.vocabularySize(), points.dimensions(), settings.threads());
        for (int block = 0; block < points.nBlocks(); block++) {
            float[] values = points.block(block);
            int[] nearest = new int[values.length / points.dimensions()];
            float[] distances = new float[nearest.length];
            codebook.find(values, nearest, distances);
            means.add(values, nearest, distances);
        }
        double[] objective = {means.objective()};
        return statistics(
                new KMeans.Result(new float[0], objective, means.sizes(), 0), sample, points.block(0), codebook);
    }

    /**
     * Runs k-means.
     *
     * @param initializationPoints points from which initial centroids are chosen, (n, dimensions)
     */
    KMeans.Result cluster(PointBlocks points, float[] initializationPoints, boolean spherical, String name) {
        KMeans kMeans = new KMeans(
                new KMeans.Options(
                        options.vocabSize(),
                        options.niter(),
                        options.centroidStart(),
                        options.restarts(),
                        options.tolerance(),
                        spherical),
                settings.seed(),
                settings.threads());
        long iterations = (long) options.niter() * options.restarts();
        try (Progress.Task task = settings.progress().begin(name, iterations, "iterations")) {
            return kMeans.fit(points, initializationPoints, (start, iteration, objective) -> {
                task.advance(1);
                task.note(String.format(Locale.ROOT, "objective %.1f", objective));
            });
        }
    }

    private FrameSample sample() throws IOException {
        long maxFrames = options.framesPerCentroid() == 0
                ? Long.MAX_VALUE
                : (long) options.framesPerCentroid() * options.vocabSize();
        FrameSample sample = FrameSample.draw(clips, maxFrames, settings.seed());
        if (sample.size() < options.vocabSize()) {
            throw new AudioTokensException(
                    "the training clips have " + sample.size() + " frames, fewer than vocabSize (" + options.vocabSize()
                            + "); use more clips or a smaller vocabSize");
        }
        return sample;
    }

    private PointBlocks blocks(FrameSample sample, FrameFeatures features) {
        return sample.blocks(features, BLOCK_BYTES, settings.threads(), settings.progress());
    }

    /** Returns the number of frames from which initial centroids are chosen if not all frames fit in memory. */
    private long nInitializationPoints(FrameFeatures features) {
        return Math.max(options.vocabSize(), BLOCK_BYTES / (2L * features.size() * Float.BYTES));
    }

    private FrameFeatures features() throws IOException {
        FrameFeatures unwhitened =
                FrameFeatures.unwhitened(options, settings.mel().nMels(), settings.seed());
        Optional<Whitening> whitening = Optional.empty();
        if (options.whitenComponents() > 0) {
            float[] vectors = FrameSample.draw(clips, WHITENING_FRAMES, settings.seed())
                    .features(unwhitened, settings.threads(), settings.progress());
            whitening = Optional.of(
                    PrincipalComponents.of(vectors, unwhitened.size(), options.whitenComponents(), settings.threads())
                            .whitening(options.whitenPower()));
        }
        return unwhitened.withWhitening(whitening, options.normalizeFrames());
    }

    private ClusterStatistics statistics(
            KMeans.Result clusters, FrameSample sample, float[] points, Codebook codebook) {
        double silhouette = Silhouette.of(points, codebook, SILHOUETTE_FRAMES, settings.seed(), settings.threads());
        return new ClusterStatistics(
                clusters.objective(),
                clusters.sizes(),
                sample.size(),
                sample.total(),
                Double.isNaN(silhouette) ? 0 : silhouette,
                clusters.reseeded());
    }
}
