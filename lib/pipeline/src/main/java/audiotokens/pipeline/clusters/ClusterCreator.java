package audiotokens.pipeline.clusters;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.cluster.ClusterStatistics;
import audiotokens.cluster.Codebook;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.token.FitSettings;
import audiotokens.token.KMeansTokenizer;
import audiotokens.token.MergedTokenizer;
import audiotokens.token.ResidualTokenizer;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerFactory;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Stage 3: fits the tokenizer on the training clips. The default tokenizer clusters their frames by k-means and writes
 * {@code centroids.npy}. Adopted centroids, which are taken over from another program (see {@link StageRun}), are used
 * unchanged.
 */
public final class ClusterCreator {
    private final Configuration configuration;
    private final Executor executor;
    private final TokenizerFactory factory;
    private final RunFolder folder;

    /** Fits the tokenizer given by the configuration. */
    public ClusterCreator(Configuration configuration) {
        this(configuration, Executor.of(configuration));
    }

    /** @param executor executor that reads the frames */
    public ClusterCreator(Configuration configuration, Executor executor) {
        this(configuration, executor, RunTokenizer.factory(configuration));
    }

    /**
     * @param factory factory that fits the tokenizer, used instead of {@code tokenizerType}; pass it to the
     *     tokens stage, too
     */
    public ClusterCreator(Configuration configuration, TokenizerFactory factory) {
        this(configuration, Executor.of(configuration), factory);
    }

    /**
     * @param executor executor that reads the frames
     * @param factory factory that fits the tokenizer, used instead of {@code tokenizerType}; pass it to the
     *     tokens stage, too
     */
    public ClusterCreator(Configuration configuration, Executor executor, TokenizerFactory factory) {
        this.configuration = configuration;
        this.executor = executor;
        this.factory = factory;
        this.folder = RunFolder.of(configuration);
    }

    /**
     * Fits the tokenizer, unless that is already done.
     *
     * @throws StageException if there are no spectrograms, or too few frames for the tokenizer
     */
    public ClusterReport run(Progress progress) {
        Stage<ClusterResult> stage = Stage.of(
                RunStage.CLUSTERS,
                ClusterResult.class,
                configuration,
                RunTokenizer.options(configuration, factory),
                List.of());
        try (StageRun<ClusterResult> run = StageRun.begin(configuration, stage, progress)) {
            boolean adopted = adoptsCentroids(run);
            if (adopted) {
                run.reportAdopted(progress, "niter and the other k-means options do not apply to them.");
            }
            if (run.alreadyFinished()) {
                run.reportFinished(progress);
                return ClusterReport.of(
                        adopted,
                        RunTokenizer.read(configuration, factory),
                        run.result(),
                        run.record().seconds());
            }
            try (RunSpectrograms spectrograms = RunSpectrograms.open(configuration, factory.readsWaveform())) {
                RunTrainingClips clips = clips(run, spectrograms);
                Tokenizer tokenizer = fit(run, clips, progress);
                ClusterResult result = ClusterResult.of(statistics(tokenizer), clips);
                return ClusterReport.of(
                        adopted, tokenizer, result, run.finish(result).seconds());
            }
        } catch (StageException e) {
            throw e;
        } catch (AudioTokensException e) {
            throw new StageException(ExceptionMessage.of(e), e);
        } catch (IOException e) {
            throw new StageException("clusters: " + e.getMessage(), e);
        }
    }

    /** Returns the training clips; a clip whose spectrogram cannot be read is recorded and skipped. */
    private RunTrainingClips clips(StageRun<?> run, RunSpectrograms spectrograms) {
        if (!configuration.storesSpectrograms()) {
            SpectrogramClips.FrameCounts counted = SpectrogramClips.withFrameCounts(configuration, Split.TRAIN);
            return new RunTrainingClips(configuration, spectrograms, counted.ids(), counted.frames(), executor);
        }
        List<String> ids = SpectrogramClips.ids(configuration, Split.TRAIN);
        List<String> readableIds = new ArrayList<>();
        int[] frames = new int[ids.size()];
        for (String id : ids) {
            Path file = folder.spectrogram(Split.TRAIN, id);
            try {
                frames[readableIds.size()] = frames(file);
                readableIds.add(id);
            } catch (IOException e) {
                run.addProblem(id, file.toString(), ExceptionMessage.of(e));
            }
        }
        return new RunTrainingClips(
                configuration, spectrograms, readableIds, Arrays.copyOf(frames, readableIds.size()), executor);
    }

    private int frames(Path file) throws IOException {
        int[] shape = NpyFile.readShape(file, 2);
        int nMels = configuration.spectrogram().nMels();
        if (shape[0] != nMels || shape[1] < 1) {
            throw new IOException(file + " has the shape " + Arrays.toString(shape) + ", but this run needs " + nMels
                    + " mel bands and at least one frame");
        }
        if (Files.size(file) < (long) shape[0] * shape[1] * Float.BYTES) {
            throw new IOException(file + " is truncated");
        }
        return shape[1];
    }

    private Tokenizer fit(StageRun<?> run, RunTrainingClips clips, Progress progress) throws IOException {
        FitSettings settings = new FitSettings(
                configuration.spectrogram(),
                configuration.run().seed(),
                configuration.run().threadCount(),
                progress);
        if (adoptsCentroids(run) && factory instanceof KMeansTokenizer.Factory kMeans) {
            return adopt(kMeans, clips, settings);
        }
        Tokenizer tokenizer = factory.fit(clips, settings);
        RunTokenizer.save(configuration, factory, tokenizer);
        return tokenizer;
    }

    private boolean adoptsCentroids(StageRun<?> run) {
        return run.adopted() && factory instanceof KMeansTokenizer.Factory && Files.exists(folder.centroids());
    }

    /** Uses another program's centroids unchanged, and computes the statistics of the frames assigned to them. */
    private Tokenizer adopt(KMeansTokenizer.Factory kMeans, RunTrainingClips clips, FitSettings settings)
            throws IOException {
        Path features = folder.frameFeatures();
        if (configuration.cluster().useConvolution() && !Files.exists(features)) {
            // The original Python implementation stores no kernels: each of its stages draws them from the seed.
            RunCodebook.unwhitened(configuration).write(features);
        }
        checkShape();
        Codebook codebook = RunCodebook.read(configuration);
        double stepSeconds = configuration.spectrogram().secondsPerFrame();
        return kMeans.evaluate(new KMeansTokenizer(codebook, stepSeconds), clips, settings);
    }

    private void checkShape() throws IOException {
        int[] shape = NpyFile.readShape(folder.centroids(), 2);
        String remedy = "; the file is another program's and is not changed: set the key to the value the"
                + " file was computed with, or choose another outputPath to cluster again";
        if (shape[0] != configuration.cluster().vocabSize()) {
            throw new StageException("vocabSize: " + folder.centroids() + " has " + shape[0]
                    + " centroids, but vocabSize is " + configuration.cluster().vocabSize() + remedy);
        }
        int features = configuration.cluster().whitenComponents() > 0
                ? configuration.cluster().whitenComponents()
                : RunCodebook.unwhitened(configuration).size();
        if (shape[1] != features) {
            throw new StageException("nMels: " + folder.centroids() + " has centroids of dimension " + shape[1]
                    + ", but nMels, patchFrames, useConvolution, numKernels and whitenComponents give dimension "
                    + features
                    + remedy);
        }
    }

    private static Optional<ClusterStatistics> statistics(Tokenizer tokenizer) {
        return switch (tokenizer) {
            case KMeansTokenizer kMeans -> kMeans.statistics();
            case ResidualTokenizer residual -> residual.statistics();
            case MergedTokenizer merged -> statistics(merged.base());
            default -> Optional.empty();
        };
    }
}
