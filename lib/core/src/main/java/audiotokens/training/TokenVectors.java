package audiotokens.training;

/**
 * The vectors of a codebook's tokens: its centroids.
 *
 * @param count number of tokens
 * @param dimension dimension of a vector
 * @param values (count, dimension); not copied; do not modify
 */
public record TokenVectors(int count, int dimension, float[] values) {
    public TokenVectors {
        if ((long) count * dimension != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + count + " vectors of dimension " + dimension);
        }
    }
}
