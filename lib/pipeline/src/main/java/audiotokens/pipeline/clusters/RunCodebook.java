package audiotokens.pipeline.clusters;

import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameFeatures;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Path;

/** The codebook of a run: {@code centroids.npy} and the parameters of its features. */
public final class RunCodebook {
    private RunCodebook() {}

    /**
     * Reads the codebook written by the clusters stage or by the original Python implementation.
     *
     * @throws StageException if it is missing or does not match the configuration
     */
    public static Codebook read(Configuration configuration) {
        RunFolder folder = RunFolder.of(configuration);
        FrameFeatures features;
        try {
            features = FrameFeatures.read(
                    featureFolder(folder),
                    configuration.cluster(),
                    configuration.spectrogram().nMels());
        } catch (IOException e) {
            throw new StageException(
                    "the feature parameters written by stage 3 cannot be read; run the clusters notebook first: " + e,
                    e);
        }
        try {
            return Codebook.read(folder.centroids(), features);
        } catch (IOException e) {
            throw new StageException("the centroids cannot be read; run the clusters notebook first: " + e, e);
        }
    }

    /** Returns the folder of the feature parameters. */
    public static Path featureFolder(RunFolder folder) {
        return folder.frameFeatures();
    }

    /** Creates the features of a configuration, without whitening. */
    static FrameFeatures unwhitened(Configuration configuration) {
        return FrameFeatures.unwhitened(
                configuration.cluster(),
                configuration.spectrogram().nMels(),
                configuration.run().seed());
    }
}
