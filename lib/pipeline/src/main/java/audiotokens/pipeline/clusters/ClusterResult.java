package audiotokens.pipeline.clusters;

/**
 * The figures of stage 3, as its record keeps them.
 *
 * @param objective sum of squared distances of the frames to their nearest centroids, at each iteration
 * @param sizes frames of each centroid, at the last iteration
 * @param frames frames that were clustered
 * @param framesInAll frames of the training clips
 * @param silhouette mean silhouette of a sample of frames, -1 to 1; 0 where there is none
 * @param reseeded centroids that had become empty and were set anew
 */
record ClusterResult(
        double[] objective, int[] sizes, long frames, long framesInAll, double silhouette, int reseeded) {}
