package audiotokens.pipeline.clusters;

import audiotokens.cluster.ClusterStatistics;
import audiotokens.token.TrainingClips;
import java.io.IOException;
import java.util.Optional;

/**
 * Result of stage 3, as stored in its {@link audiotokens.pipeline.run.StageRecord}. The k-means statistics are
 * 0 or empty for a tokenizer without k-means.
 *
 * @param objective sum of squared distances of the frames to their nearest centroids (inertia), per iteration
 * @param sizes number of frames per centroid, at the last iteration
 * @param frames number of frames that were clustered
 * @param framesInAll number of frames of the training clips
 * @param silhouette mean silhouette coefficient of a sample of frames, -1 to 1; 0 if not computed
 * @param reseeded number of empty clusters that were reinitialized
 */
record ClusterResult(double[] objective, int[] sizes, long frames, long framesInAll, double silhouette, int reseeded) {

    static ClusterResult of(Optional<ClusterStatistics> statistics, TrainingClips clips) throws IOException {
        if (statistics.isPresent()) {
            ClusterStatistics values = statistics.get();
            return new ClusterResult(
                    values.objective(),
                    values.sizes(),
                    values.frames(),
                    values.totalFrames(),
                    values.silhouette(),
                    values.reseeded());
        }
        long frames = 0;
        for (int i = 0; i < clips.size(); i++) {
            frames += clips.nFrames(i);
        }
        return new ClusterResult(new double[0], new int[0], 0, frames, 0, 0);
    }
}
