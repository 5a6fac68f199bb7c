package audiotokens.cluster;

import audiotokens.work.VectorModule;
import java.io.Serializable;
import java.util.Optional;

/**
 * Projects onto principal components, scaled towards unit variance.
 *
 * @param mean (features,)
 * @param components (components, features): the principal directions, divided by a power of their standard deviations
 */
public record Whitening(float[] mean, float[] components) implements Serializable {
    /** Number of vectors that are centered at a time, so that they stay in the L1 or L2 cache. */
    private static final int ROWS_AT_A_TIME = 64;

    public Whitening {
        if (mean.length == 0 || components.length % mean.length != 0) {
            throw new IllegalArgumentException(
                    components.length + " values do not match components of " + mean.length + " features");
        }
    }

    /** Returns the dimension of a whitened vector. */
    public int size() {
        return components.length / mean.length;
    }

    /**
     * Whitens vectors.
     *
     * @param vectors (n, features)
     * @return (n, size)
     */
    public float[] apply(float[] vectors) {
        return apply(vectors, 0, vectors.length / mean.length);
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
        float[] whitened = new float[count * size()];
        float[] centered = new float[ROWS_AT_A_TIME * mean.length];
        Optional<VectorProjection> projection = VectorModule.isPresent()
                ? Optional.of(new VectorProjection(components, mean.length))
                : Optional.empty();
        for (int row = 0; row < count; row += ROWS_AT_A_TIME) {
            int rows = Math.min(ROWS_AT_A_TIME, count - row);
            center(vectors, first + row, rows, centered);
            if (projection.isPresent()) {
                projection.get().project(centered, rows, whitened, row * size());
            } else {
                project(centered, rows, mean.length, components, whitened, row * size());
            }
        }
        return whitened;
    }

    private void center(float[] vectors, int first, int count, float[] centered) {
        int features = mean.length;
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < features; i++) {
                centered[row * features + i] = vectors[(first + row) * features + i] - mean[i];
            }
        }
    }

    /** Projects rows like {@link VectorProjection}, without the Vector API. */
    static void project(float[] rows, int count, int features, float[] components, float[] projected, int start) {
        int nComponents = components.length / features;
        for (int row = 0; row < count; row++) {
            for (int component = 0; component < nComponents; component++) {
                float sum = 0;
                for (int i = 0; i < features; i++) {
                    sum += components[component * features + i] * rows[row * features + i];
                }
                projected[start + row * nComponents + component] = sum;
            }
        }
    }
}
