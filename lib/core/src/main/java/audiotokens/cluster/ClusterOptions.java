package audiotokens.cluster;

import audiotokens.option.Option;
import audiotokens.option.OptionException;
import audiotokens.option.Options;
import java.io.Serializable;

/** Stage 3, clusters: which features of a frame are clustered, and how. */
public record ClusterOptions(
        @Option(
                        value = "Number of centroids, which is the number of tokens",
                        defaultValue = "500",
                        min = 2,
                        max = 65536)
                int vocabSize,
        @Option(value = "Iterations of k-means", defaultValue = "20", min = 1, max = 10000) int niter,
        @Option(value = "Centroids at the start: random frames, or kmeansplusplus", defaultValue = "random")
                CentroidStart centroidStart,
        @Option(value = "Restarts of k-means; the lowest objective wins", defaultValue = "1", min = 1, max = 100)
                int restarts,
        @Option(
                        value = "Stop early when the objective falls by less than this share; 0 never",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double tolerance,
        @Option(value = "Renormalise the centroids at each iteration (spherical k-means)", defaultValue = "false")
                boolean spherical,
        @Option(value = "Frames sampled per centroid, as faiss does; 0 uses all frames", defaultValue = "256", min = 0)
                int framesPerCentroid,
        @Option(value = "Cluster convolution features in place of frames", defaultValue = "false")
                boolean useConvolution,
        @Option(value = "Kernels of the convolution", defaultValue = "10", min = 1, max = 256) int numKernels,
        @Option(value = "Width of a kernel, in mel bands; odd", defaultValue = "3", min = 1, max = 255) int kernelSize,
        @Option(value = "Scale each feature vector to unit L2 norm", defaultValue = "true") boolean normalizeFrames,
        @Option(
                        value = "Frames in a patch around each frame; 1 is the frame alone",
                        defaultValue = "1",
                        min = 1,
                        max = 256)
                int patchFrames,
        @Option(
                        value = "Whiten the features to so many principal components; 0 leaves them as they are",
                        defaultValue = "0",
                        min = 0,
                        max = 4096)
                int whitenComponents,
        @Option(
                        value = "How far whitening evens the components' variances: 1 fully, 0 not at all",
                        defaultValue = "1",
                        min = 0,
                        max = 1)
                double whitenPower)
        implements Serializable {

    public ClusterOptions {
        if (kernelSize % 2 == 0) {
            throw new OptionException("kernelSize", kernelSize + " is even; it may be an odd number from 1");
        }
    }

    /**
     * The defaults, with some options changed.
     *
     * @param assignments {@code name=value} each
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static ClusterOptions of(String... assignments) {
        return Options.of(ClusterOptions.class, assignments);
    }
}
