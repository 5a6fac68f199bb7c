package audiotokens.pipeline.clusters;

import audiotokens.cluster.CentroidMeans;
import audiotokens.cluster.ClusterOptions;
import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.PointBlocks;
import audiotokens.cluster.PrincipalComponents;
import audiotokens.cluster.Silhouette;
import audiotokens.cluster.UnitNorm;
import audiotokens.cluster.Whitening;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Stage 3: clusters the frames of the training clips into the vocabulary, {@code centroids.npy}. */
public final class ClusterCreator {
    /** Frames that a whitening is estimated from. */
    private static final int WHITENING_FRAMES = 20_000;
    /** Frames that the silhouette is estimated from. */
    private static final int SILHOUETTE_FRAMES = 2_000;
    /** Memory for frames; where they need more, each iteration reads them anew. */
    private static final long BLOCK_BYTES = 192L << 20;

    private final Configuration configuration;
    private final Executor executor;
    private final RunFolder folder;
    private final int threads;

    public ClusterCreator(Configuration configuration) {
        this(configuration, Executor.of(configuration));
    }

    /** @param executor reads the frames */
    public ClusterCreator(Configuration configuration, Executor executor) {
        this.executor = executor;
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
        Stage<ClusterResult> stage = Stage.of(
                RunStage.CLUSTERS, ClusterResult.class, configuration, List.of(configuration.cluster()), List.of());
        try (StageRun<ClusterResult> run = StageRun.begin(configuration, stage, progress)) {
            if (run.alreadyFinished()) {
                run.sayFinished(progress);
                return report(run.result(), run.record().seconds());
            }
            List<Path> files = spectrograms(run);
            boolean adopted = run.adopted() && Files.exists(folder.centroids());
            ClusterResult result = adopted ? adopt(files, progress) : cluster(files, progress);
            return report(result, run.finish(result).seconds());
        } catch (IOException e) {
            throw new StageException("clusters: " + e.getMessage(), e);
        }
    }

    /** The training clips' spectrograms; one that cannot be read is noted and left out. */
    private List<Path> spectrograms(StageRun<?> run) {
        List<Path> files = new ArrayList<>();
        for (String id : SplitFile.read(folder.split()).train()) {
            Path file = folder.spectrogram(Split.TRAIN, id);
            if (Files.exists(file)) {
                try {
                    checkReadable(file);
                    files.add(file);
                } catch (IOException e) {
                    run.problem(id, file.toString(), e.getMessage());
                }
            }
        }
        return files;
    }

    private void checkReadable(Path file) throws IOException {
        int[] shape = NpyFile.readShape(file, 2);
        int nMels = configuration.spectrogram().nMels();
        if (shape[0] != nMels || shape[1] < 1) {
            throw new IOException(file + " has the shape " + Arrays.toString(shape) + "; " + nMels
                    + " mel bands and at least one frame were expected");
        }
        if (Files.size(file) < (long) shape[0] * shape[1] * Float.BYTES) {
            throw new IOException(file + " is cut off");
        }
    }

    private FrameSample sample(List<Path> files) throws IOException {
        ClusterOptions options = configuration.cluster();
        long wanted = options.framesPerCentroid() == 0
                ? Long.MAX_VALUE
                : (long) options.framesPerCentroid() * options.vocabSize();
        FrameSample sample = FrameSample.draw(files, wanted, configuration.run().seed());
        if (sample.size() < options.vocabSize()) {
            throw new StageException("the training clips have " + sample.size() + " frames, fewer than vocabSize ("
                    + options.vocabSize() + "); use more clips or a smaller vocabSize");
        }
        return sample;
    }

    /** Centroids that another program has left stay as they are; what they do to the frames is measured. */
    private ClusterResult adopt(List<Path> files, Progress progress) throws IOException {
        Path features = folder.frameFeatures();
        if (configuration.cluster().useConvolution() && !Files.exists(features)) {
            // The original keeps no kernels: each of its stages draws them anew, these, from the seed.
            RunCodebook.unwhitened(configuration).write(features);
        }
        Codebook codebook = RunCodebook.read(configuration);
        if (codebook.vocabularySize() != configuration.cluster().vocabSize()) {
            throw new StageException(folder.centroids() + " has " + codebook.vocabularySize()
                    + " centroids; set vocabSize to that, or remove it to cluster anew");
        }
        FrameSample sample = sample(files);
        PointBlocks points = sample.blocks(codebook.features(), BLOCK_BYTES, executor, progress);
        CentroidMeans means = new CentroidMeans(codebook.vocabularySize(), points.dimensions(), threads);
        for (int block = 0; block < points.blocks(); block++) {
            float[] values = points.block(block);
            int[] nearest = new int[values.length / points.dimensions()];
            float[] distances = new float[nearest.length];
            codebook.find(values, nearest, distances);
            means.add(values, nearest, distances);
        }
        double[] objective = {means.objective()};
        return result(new KMeans.Result(new float[0], objective, means.sizes(), 0), sample, points.block(0), codebook);
    }

    private ClusterResult result(KMeans.Result clusters, FrameSample sample, float[] frames, Codebook codebook) {
        double silhouette = Silhouette.of(
                frames, codebook, SILHOUETTE_FRAMES, configuration.run().seed(), threads);
        return new ClusterResult(
                clusters.objective(),
                clusters.sizes(),
                sample.size(),
                sample.total(),
                Double.isNaN(silhouette) ? 0 : silhouette,
                clusters.reseeded());
    }

    private ClusterResult cluster(List<Path> files, Progress progress) throws IOException {
        ClusterOptions options = configuration.cluster();
        long seed = configuration.run().seed();
        FrameFeatures features = features(files, progress);
        FrameSample sample = sample(files);
        PointBlocks points = sample.blocks(features, BLOCK_BYTES, executor, progress);
        float[] starters = points.blocks() == 1
                ? points.block(0)
                : FrameSample.draw(files, starters(features), seed).features(features, executor, progress);
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
        RunCodebook.write(codebook, folder);
        return result(result, sample, starters, codebook);
    }

    /** Frames to choose first centroids from, where not all frames fit in memory. */
    private long starters(FrameFeatures features) {
        return Math.max(configuration.cluster().vocabSize(), BLOCK_BYTES / (2L * features.size() * Float.BYTES));
    }

    private FrameFeatures features(List<Path> files, Progress progress) throws IOException {
        ClusterOptions options = configuration.cluster();
        FrameFeatures unwhitened = RunCodebook.unwhitened(configuration);
        Optional<Whitening> whitening = Optional.empty();
        if (options.whitenComponents() > 0) {
            FrameSample sample = FrameSample.draw(
                    files, WHITENING_FRAMES, configuration.run().seed());
            float[] vectors = sample.features(unwhitened, executor, progress);
            whitening = Optional.of(PrincipalComponents.of(vectors, unwhitened.size(), options.whitenComponents())
                    .whitening(options.whitenPower()));
        }
        return unwhitened.with(whitening, options.normalizeFrames());
    }

    private ClusterReport report(ClusterResult result, double seconds) {
        return new ClusterReport(
                RunCodebook.read(configuration),
                result.objective(),
                result.sizes(),
                result.frames(),
                result.framesInAll(),
                result.silhouette(),
                result.reseeded(),
                seconds);
    }
}
