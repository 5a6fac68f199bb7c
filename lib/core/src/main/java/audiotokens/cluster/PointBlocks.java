package audiotokens.cluster;

/** Points that k-means passes over again and again, in blocks that fit in memory, in a set order. */
public interface PointBlocks {
    /** Values of a point. */
    int dimensions();

    /** Number of blocks. */
    int blocks();

    /** The points of a block: (n, dimensions); not to be changed, and not to be kept. */
    float[] block(int index);

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
