package audiotokens.training;

/**
 * A vector for each token: its centroid.
 *
 * @param count number of tokens
 * @param size length of a vector
 * @param values (count, size); not copied, not to be changed
 */
public record TokenVectors(int count, int size, float[] values) {
    public TokenVectors {
        if ((long) count * size != values.length) {
            throw new IllegalArgumentException(values.length + " values are not " + count + " vectors of " + size);
        }
    }
}
