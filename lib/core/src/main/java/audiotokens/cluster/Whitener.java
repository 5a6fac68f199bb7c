package audiotokens.cluster;

import audiotokens.work.VectorModule;
import java.util.Optional;

/** Whitens vectors; prepared once for many calls. Thread-safe. */
public final class Whitener {
    /** Number of vectors that are centered at a time, so that they stay in the L1 or L2 cache. */
    private static final int ROWS_AT_A_TIME = 64;

    private final Whitening whitening;
    private final Optional<VectorProjection> projection;

    public Whitener(Whitening whitening) {
        this.whitening = whitening;
        int features = whitening.mean().length;
        projection = VectorModule.isPresent()
                ? Optional.of(new VectorProjection(whitening.components(), features))
                : Optional.empty();
    }

    /** Returns the dimension of a whitened vector. */
    public int size() {
        return whitening.size();
    }

    /**
     * Whitens vectors.
     *
     * @param vectors (n, features)
     * @return (n, size)
     */
    public float[] apply(float[] vectors) {
        return apply(vectors, 0, vectors.length / whitening.mean().length);
    }

    /**
     * Whitens some of the vectors.
     *
     * @param vectors (n, features)
     * @param first index of the first vector
     * @param count number of vectors
     * @return (count, size)
     */
    public float[] apply(float[] vectors, int first, int count) {
        int features = whitening.mean().length;
        float[] whitened = new float[count * whitening.size()];
        float[] centered = new float[Math.min(ROWS_AT_A_TIME, count) * features];
        for (int row = 0; row < count; row += ROWS_AT_A_TIME) {
            int rows = Math.min(ROWS_AT_A_TIME, count - row);
            int start = row * whitening.size();
            center(vectors, first + row, rows, centered);
            if (projection.isPresent()) {
                projection.get().project(centered, rows, whitened, start);
            } else {
                RowProducts.scalar(centered, rows, features, whitening.components(), whitened, start);
            }
        }
        return whitened;
    }

    private void center(float[] vectors, int first, int count, float[] centered) {
        float[] mean = whitening.mean();
        for (int row = 0; row < count; row++) {
            int output = row * mean.length;
            int input = (first + row) * mean.length;
            for (int i = 0; i < mean.length; i++) {
                centered[output + i] = vectors[input + i] - mean[i];
            }
        }
    }
}
