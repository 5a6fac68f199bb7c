package audiotokens.cluster;

import java.io.Serializable;

/**
 * Projects onto principal components, scaled towards unit variance.
 *
 * @param mean (features,)
 * @param components (components, features): the principal directions, divided by a power of their standard deviations
 */
public record Whitening(float[] mean, float[] components) implements Serializable {
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
        int features = mean.length;
        float[] centered = new float[count * features];
        for (int row = 0; row < centered.length; row += features) {
            for (int i = 0; i < features; i++) {
                centered[row + i] = vectors[first * features + row + i] - mean[i];
            }
        }
        return RowProducts.of(centered, count, features, components, size());
    }

    /** Projects rows like {@link VectorProjection}, without the Vector API. */
    static float[] project(float[] rows, int count, int features, float[] components, int nComponents) {
        float[] projected = new float[count * nComponents];
        for (int row = 0; row < count; row++) {
            for (int component = 0; component < nComponents; component++) {
                float sum = 0;
                for (int i = 0; i < features; i++) {
                    sum += components[component * features + i] * rows[row * features + i];
                }
                projected[row * nComponents + component] = sum;
            }
        }
        return projected;
    }
}
