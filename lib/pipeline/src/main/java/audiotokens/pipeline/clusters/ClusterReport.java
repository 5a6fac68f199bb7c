package audiotokens.pipeline.clusters;

import audiotokens.cluster.Codebook;
import audiotokens.pipeline.run.StageException;
import audiotokens.token.KMeansTokenizer;
import audiotokens.token.ResidualTokenizer;
import audiotokens.token.Tokenizer;
import java.util.Optional;

/**
 * What stage 3 found. The figures of k-means are of the first level for the residual tokenizer, and 0 or empty for a
 * tokenizer that does not cluster frames.
 *
 * @param adopted whether the centroids are another program's; their figures are then of the frames' distances to them,
 *     the objective's one value among them
 * @param tokenizer the tokenizer that was fitted
 * @param objective sum of squared distances of the frames to their nearest centroids, at each iteration
 * @param sizes frames of each centroid, at the last iteration
 * @param frames frames that were clustered
 * @param framesInAll frames of the training clips
 * @param silhouette mean silhouette of a sample of frames, -1 to 1: how much nearer a frame is to its own cluster's
 *     frames than to those of the nearest other one
 * @param reseeded centroids that had become empty and were set anew
 * @param seconds time the stage took
 */
public record ClusterReport(
        boolean adopted,
        Tokenizer tokenizer,
        double[] objective,
        int[] sizes,
        long frames,
        long framesInAll,
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

    /** The centroids of the first stream and their features; empty for a tokenizer that does not cluster frames. */
    public Optional<Codebook> firstCodebook() {
        return switch (tokenizer) {
            case KMeansTokenizer kMeans -> Optional.of(kMeans.codebook());
            case ResidualTokenizer residual ->
                Optional.of(residual.quantizer().levels().getFirst());
            default -> Optional.empty();
        };
    }

    /**
     * The centroids of the first stream and their features.
     *
     * @throws StageException where the tokenizer does not cluster frames
     */
    public Codebook codebook() {
        return firstCodebook()
                .orElseThrow(() -> new StageException(
                        "this run's tokenizer, " + tokenizer.getClass().getSimpleName()
                                + ", has no centroids of frames; the streams of its tokens are in the report's"
                                + " tokenizer"));
    }
}
