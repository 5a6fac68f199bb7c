package audiotokens.pipeline.clusters;

import audiotokens.cluster.Codebook;

/**
 * What stage 3 found.
 *
 * @param codebook the centroids and their features
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
        Codebook codebook,
        double[] objective,
        int[] sizes,
        long frames,
        long framesInAll,
        double silhouette,
        int reseeded,
        double seconds) {}
