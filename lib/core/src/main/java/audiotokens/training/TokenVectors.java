package audiotokens.training;

/**
 * The centroids of a codebook.
 *
 * @param count number of tokens
 * @param size dimension of a vector
 * @param values (count, size); not copied; do not modify
 */
public record TokenVectors(int count, int size, float[] values) {
    public TokenVectors {
        if ((long) count * size != values.length) {
            throw new IllegalArgumentException(values.length + " values are not " + count + " vectors of size " + size);
        }
    }
}
