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
     * Whitens vectors. For many calls, create a {@link Whitener}.
     *
     * @param vectors (n, features)
     * @return (n, size)
     */
    public float[] apply(float[] vectors) {
        return new Whitener(this).apply(vectors);
    }
}
