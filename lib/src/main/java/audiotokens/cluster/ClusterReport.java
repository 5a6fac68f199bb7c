package audiotokens.cluster;

/**
 * What stage 3 found.
 *
 * @param codebook the centroids and their features
 * @param objective sum of squared distances of the frames to their nearest centroids, at each iteration
 * @param sizes frames of each centroid, at the last iteration
 * @param frames frames that were clustered
 * @param framesInAll frames of the training clips
 * @param reseeded centroids that had become empty and were set anew
 * @param seconds time the stage took
 */
public record ClusterReport(
        Codebook codebook,
        double[] objective,
        int[] sizes,
        long frames,
        long framesInAll,
        int reseeded,
        double seconds) {}
