package audiotokens.cluster;

/**
 * Statistics of a k-means fit.
 *
 * @param objective sum of squared distances of the frames to their nearest centroids, in each iteration, before the
 *     centroids are updated
 * @param sizes number of frames of each centroid, in the last iteration, before the centroids are updated
 * @param frames number of clustered frames
 * @param totalFrames number of frames of the training clips
 * @param silhouette mean silhouette of a sample of frames, from -1 to 1; 0 without frames
 * @param reseeded number of empty centroids that were moved
 */
public record ClusterStatistics(
        double[] objective, int[] sizes, long frames, long totalFrames, double silhouette, int reseeded) {}
