package audiotokens.cluster;

/**
 * Principal components, each scaled towards unit variance.
 *
 * @param mean (features,)
 * @param components (components, features): the directions of greatest variance, divided by a power of their deviations
 */
public record Whitening(float[] mean, float[] components) {
    public Whitening {
        if (mean.length == 0 || components.length % mean.length != 0) {
            throw new IllegalArgumentException(
                    components.length + " values are no components of " + mean.length + " features");
        }
    }

    /** Number of values of a whitened vector. */
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
        int features = mean.length;
        int size = size();
        int count = vectors.length / features;
        float[] whitened = new float[count * size];
        float[] centred = new float[features];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < features; j++) {
                centred[j] = vectors[i * features + j] - mean[j];
            }
            for (int component = 0; component < size; component++) {
                float sum = 0;
                for (int j = 0; j < features; j++) {
                    sum += components[component * features + j] * centred[j];
                }
                whitened[i * size + component] = sum;
            }
        }
        return whitened;
    }
}
