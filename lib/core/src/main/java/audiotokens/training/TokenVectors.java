package audiotokens.training;

/**
 * The centroids of a codebook, one per token.
 *
 * @param count number of tokens
 * @param dimension dimension of a centroid
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
