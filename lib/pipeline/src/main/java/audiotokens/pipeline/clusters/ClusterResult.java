package audiotokens.pipeline.clusters;

import audiotokens.cluster.ClusterStatistics;
import audiotokens.token.TrainingClips;
import java.io.IOException;
import java.util.Optional;

/**
 * The figures of stage 3, as its record keeps them; those of k-means are 0 or empty for a tokenizer without it.
 *
 * @param objective sum of squared distances of the frames to their nearest centroids, at each iteration
 * @param sizes frames of each centroid, at the last iteration
 * @param frames frames that were clustered
 * @param framesInAll frames of the training clips
 * @param silhouette mean silhouette of a sample of frames, -1 to 1; 0 where there is none
 * @param reseeded centroids that had become empty and were set anew
 */
record ClusterResult(double[] objective, int[] sizes, long frames, long framesInAll, double silhouette, int reseeded) {

    static ClusterResult of(Optional<ClusterStatistics> statistics, TrainingClips clips) throws IOException {
        if (statistics.isPresent()) {
            ClusterStatistics found = statistics.get();
            return new ClusterResult(
                    found.objective(),
                    found.sizes(),
                    found.frames(),
                    found.totalFrames(),
                    found.silhouette(),
                    found.reseeded());
        }
        long frames = 0;
        for (int i = 0; i < clips.size(); i++) {
            frames += clips.frames(i);
        }
        return new ClusterResult(new double[0], new int[0], 0, frames, 0, 0);
    }
}
