package audiotokens.cluster;

import java.util.Optional;

/** Points that k-means passes over again and again, in blocks that fit in memory, in a set order. */
public interface PointBlocks {
    /** Values of a point. */
    int dimensions();

    /** Number of blocks. */
    int blocks();

    /** The points of a block: (n, dimensions); not to be changed, and not to be kept. */
    float[] block(int index);

    /**
     * All points by the nearest of {@code centroids}, (k, dimensions), where they can be summed at the place that they lie
     * in, as by the executors of a cluster; empty where they have to be asked for block by block.
     */
    default Optional<CentroidSums> sums(float[] centroids) {
        return Optional.empty();
    }

    /** Points that lie in memory: one block. */
    static PointBlocks of(float[] points, int dimensions) {
        return new PointBlocks() {
            @Override
            public int dimensions() {
                return dimensions;
            }

            @Override
            public int blocks() {
                return 1;
            }

            @Override
            public float[] block(int index) {
                return points;
            }
        };
    }
}
