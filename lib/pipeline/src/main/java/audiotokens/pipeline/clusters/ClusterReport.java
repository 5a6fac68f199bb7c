package audiotokens.pipeline.clusters;

import audiotokens.cluster.Codebook;
import audiotokens.pipeline.run.StageException;
import audiotokens.token.KMeansTokenizer;
import audiotokens.token.ResidualTokenizer;
import audiotokens.token.Tokenizer;
import java.util.Optional;

/**
 * Report of stage 3. For the residual tokenizer, the k-means statistics are those of the first level; for a tokenizer
 * that does not cluster frames, they are 0 or empty.
 *
 * @param adopted whether the centroids are another program's; the statistics then describe the frames' distances to
 *     them, and {@code objective} has one value
 * @param tokenizer the fitted tokenizer
 * @param objective sum of squared distances of the frames to their nearest centroids (inertia), per iteration
 * @param sizes number of frames per centroid, at the last iteration
 * @param frames number of frames that were clustered
 * @param totalFrames number of frames of the training clips
 * @param silhouette mean silhouette coefficient of a sample of frames, -1 to 1
 * @param reseeded number of empty clusters that were reinitialized
 * @param seconds duration of the stage, in seconds
 */
public record ClusterReport(
        boolean adopted,
        Tokenizer tokenizer,
        double[] objective,
        int[] sizes,
        long frames,
        long totalFrames,
        double silhouette,
        int reseeded,
        double seconds) {

    static ClusterReport of(boolean adopted, Tokenizer tokenizer, ClusterResult result, double seconds) {
        return new ClusterReport(
                adopted,
                tokenizer,
                result.objective(),
                result.sizes(),
                result.frames(),
                result.framesInAll(),
                result.silhouette(),
                result.reseeded(),
                seconds);
    }

    /** Returns the codebook of the first stream; empty for a tokenizer that does not cluster frames. */
    public Optional<Codebook> firstCodebook() {
        return switch (tokenizer) {
            case KMeansTokenizer kMeans -> Optional.of(kMeans.codebook());
            case ResidualTokenizer residual ->
                Optional.of(residual.quantizer().levels().getFirst());
            default -> Optional.empty();
        };
    }

    /**
     * Returns the codebook of the first stream.
     *
     * @throws StageException if the tokenizer does not cluster frames
     */
    public Codebook codebook() {
        return firstCodebook()
                .orElseThrow(() -> new StageException(
                        "this run's tokenizer, " + tokenizer.getClass().getSimpleName()
                                + ", has no centroids of frames; the report's tokenizer lists its token streams"));
    }
}
