package audiotokens.cluster;

import java.util.Optional;

/** Points for k-means, in blocks that fit in memory, in a fixed order. Each iteration reads all blocks. */
public interface PointBlocks {
    /** Returns the dimension of a point. */
    int dimensions();

    /** Returns the number of blocks. */
    int nBlocks();

    /** Returns the points of a block: (n, dimensions). Do not modify or retain. */
    float[] block(int index);

    /**
     * Returns the sums of all points, grouped by nearest centroid, if they can be computed where the points are stored,
     * such as on Spark's executors; empty if the caller has to read the blocks.
     *
     * @param centroids (k, dimensions)
     */
    default Optional<CentroidSums> sums(float[] centroids) {
        return Optional.empty();
    }

    /** Wraps an array of points, (n, dimensions), as a single block. */
    static PointBlocks of(float[] points, int dimensions) {
        return new PointBlocks() {
            @Override
            public int dimensions() {
                return dimensions;
            }

            @Override
            public int nBlocks() {
                return 1;
            }

            @Override
            public float[] block(int index) {
                return points;
            }
        };
    }
}
