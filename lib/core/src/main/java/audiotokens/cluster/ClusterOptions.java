package audiotokens.cluster;

import audiotokens.option.Option;
import audiotokens.option.OptionException;
import audiotokens.option.Options;
import java.io.Serializable;

/** Options of stage 3, clusters: frame features and clustering. */
public record ClusterOptions(
        @Option(value = "Number of centroids: the vocabulary size", defaultValue = "500", min = 2, max = 65536)
                int vocabSize,
        @Option(value = "Iterations of k-means", defaultValue = "20", min = 1, max = 10000) int niter,
        @Option(value = "Initialization of the centroids: random frames, or kmeansplusplus", defaultValue = "random")
                CentroidInitialization centroidStart,
        @Option(value = "Restarts of k-means; the lowest objective wins", defaultValue = "1", min = 1, max = 100)
                int restarts,
        @Option(
                        value =
                                "Stop early when the objective decreases by less than this fraction; 0 disables early stopping",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double tolerance,
        @Option(value = "Normalize the centroids after each iteration (spherical k-means)", defaultValue = "false")
                boolean spherical,
        @Option(value = "Frames sampled per centroid, as in faiss; 0 uses all frames", defaultValue = "256", min = 0)
                int framesPerCentroid,
        @Option(value = "Cluster convolution features instead of frames", defaultValue = "false")
                boolean useConvolution,
        @Option(value = "Number of convolution kernels", defaultValue = "10", min = 1, max = 256) int numKernels,
        @Option(value = "Kernel size in mel bands; odd", defaultValue = "3", min = 1, max = 255) int kernelSize,
        @Option(value = "Scale each feature vector to unit L2 norm", defaultValue = "true") boolean normalizeFrames,
        @Option(
                        value = "Frames in a patch around each frame; 1 is the frame alone",
                        defaultValue = "1",
                        min = 1,
                        max = 256)
                int patchFrames,
        @Option(
                        value = "Number of principal components for whitening the features; 0 disables whitening",
                        defaultValue = "0",
                        min = 0,
                        max = 4096)
                int whitenComponents,
        @Option(
                        value = "Strength of whitening: 1 gives all components unit variance, 0 keeps their variances",
                        defaultValue = "1",
                        min = 0,
                        max = 1)
                double whitenPower)
        implements Serializable {

    public ClusterOptions {
        if (kernelSize % 2 == 0) {
            throw new OptionException("kernelSize", kernelSize + " is even; it must be an odd number, at least 1");
        }
    }

    /**
     * Returns the defaults with some options changed.
     *
     * @param assignments texts of the form {@code name=value}
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static ClusterOptions of(String... assignments) {
        return Options.of(ClusterOptions.class, assignments);
    }
}
