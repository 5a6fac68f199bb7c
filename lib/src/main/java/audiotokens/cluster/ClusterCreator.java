package audiotokens.cluster;

import audiotokens.config.ClusterOptions;
import audiotokens.config.Configuration;
import audiotokens.dataset.SplitFile;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.run.StageException;
import audiotokens.run.StageRecord;
import audiotokens.run.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Stage 3: clusters the frames of the training clips into the vocabulary, {@code centroids.npy}. */
public final class ClusterCreator {
    private static final String STAGE = "clusters";
    /** Frames that a whitening is estimated from. */
    private static final int WHITENING_FRAMES = 20_000;
    /** Frames that the silhouette is estimated from. */
    private static final int SILHOUETTE_FRAMES = 2_000;
    /** Memory for frames; where they need more, each iteration reads them anew. */
    private static final long BLOCK_BYTES = 192L << 20;

    private final Configuration configuration;
    private final RunFolder folder;
    private final int threads;

    public ClusterCreator(Configuration configuration) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
        this.threads = configuration.run().threadCount();
    }

    /**
     * Clusters, where that is not done already.
     *
     * @throws StageException where there are no spectrograms, or fewer frames than centroids
     */
    public ClusterReport run(Progress progress) {
        StageRun run = StageRun.begin(
                configuration,
                new StageRun.Plan(
                        STAGE,
                        List.of("spectrograms"),
                        List.of(configuration.cluster()),
                        List.of(),
                        List.of(folder.centroids(), Codebook.featureFolder(folder))));
        if (run.alreadyFinished()) {
            return report(run.record());
        }
        try (run) {
            return report(run.finish(cluster(progress)));
        } catch (IOException e) {
            throw new StageException("clusters: " + e.getMessage(), e);
        }
    }

    private Map<String, Object> cluster(Progress progress) throws IOException {
        ClusterOptions options = configuration.cluster();
        long seed = configuration.run().seed();
        List<Path> files = SplitFile.read(folder.split()).train().stream()
                .map(id -> folder.spectrogram(Split.TRAIN, id))
                .filter(Files::exists)
                .toList();
        FrameFeatures features = features(files, progress);
        long wanted = options.framesPerCentroid() == 0
                ? Long.MAX_VALUE
                : (long) options.framesPerCentroid() * options.vocabSize();
        FrameSample sample = FrameSample.draw(files, wanted, seed);
        if (sample.size() < options.vocabSize()) {
            throw new StageException("the training clips have " + sample.size() + " frames, fewer than vocabSize ("
                    + options.vocabSize() + "); use more clips or a smaller vocabSize");
        }
        PointBlocks points = sample.blocks(features, BLOCK_BYTES, threads, progress);
        float[] starters = points.blocks() == 1
                ? points.block(0)
                : FrameSample.draw(files, starters(features), seed).features(features, threads, progress);
        KMeans kMeans = new KMeans(
                new KMeans.Options(
                        options.vocabSize(),
                        options.niter(),
                        options.centroidStart(),
                        options.restarts(),
                        options.tolerance(),
                        options.spherical()),
                seed,
                threads);
        KMeans.Result result;
        try (Progress.Task task =
                progress.begin("K-means", (long) options.niter() * options.restarts(), "iterations")) {
            result = kMeans.fit(points, starters, (start, iteration, objective) -> {
                task.advance(1);
                task.note(String.format(Locale.ROOT, "objective %.1f", objective));
            });
        }
        if (options.normalizeFrames()) {
            UnitNorm.scale(result.centroids(), features.size());
        }
        Codebook codebook = new Codebook(features, result.centroids());
        codebook.write(folder);
        double silhouette = Silhouette.of(starters, codebook, SILHOUETTE_FRAMES, seed, threads);
        return Map.of(
                "objective", Arrays.stream(result.objective()).boxed().toList(),
                "sizes", Arrays.stream(result.sizes()).boxed().toList(),
                "frames", sample.size(),
                "framesInAll", sample.total(),
                "silhouette", Double.isNaN(silhouette) ? 0 : silhouette,
                "reseeded", result.reseeded());
    }

    /** Frames to choose first centroids from, where not all frames fit in memory. */
    private long starters(FrameFeatures features) {
        return Math.max(configuration.cluster().vocabSize(), BLOCK_BYTES / (2L * features.size() * Float.BYTES));
    }

    private FrameFeatures features(List<Path> files, Progress progress) throws IOException {
        ClusterOptions options = configuration.cluster();
        FrameFeatures unwhitened = FrameFeatures.unwhitened(configuration);
        Optional<Whitening> whitening = Optional.empty();
        if (options.whitenComponents() > 0) {
            FrameSample sample = FrameSample.draw(
                    files, WHITENING_FRAMES, configuration.run().seed());
            float[] vectors = sample.features(unwhitened, threads, progress);
            whitening = Optional.of(PrincipalComponents.of(vectors, unwhitened.size(), options.whitenComponents())
                    .whitening(options.whitenPower()));
        }
        return unwhitened.with(whitening, options.normalizeFrames());
    }

    private ClusterReport report(StageRecord record) {
        Map<String, Object> result = record.result();
        return new ClusterReport(
                Codebook.read(configuration),
                numbers(result.get("objective")),
                Arrays.stream(numbers(result.get("sizes")))
                        .mapToInt(size -> (int) size)
                        .toArray(),
                ((Number) result.get("frames")).longValue(),
                ((Number) result.get("framesInAll")).longValue(),
                ((Number) result.get("silhouette")).doubleValue(),
                ((Number) result.get("reseeded")).intValue(),
                record.seconds());
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list)
                .stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }
}
