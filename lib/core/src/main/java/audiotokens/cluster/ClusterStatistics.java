package audiotokens.cluster;

/**
 * How a k-means codebook was reached.
 *
 * @param objective sum of squared distances of the frames to their nearest centroids, at each iteration before its update
 * @param sizes frames of each centroid, at the last iteration
 * @param frames frames that were clustered
 * @param totalFrames frames of the training clips
 * @param silhouette mean silhouette of a sample of frames, -1 to 1; 0 where there is no frame
 * @param reseeded centroids that had become empty and were set anew
 */
public record ClusterStatistics(
        double[] objective, int[] sizes, long frames, long totalFrames, double silhouette, int reseeded) {}
