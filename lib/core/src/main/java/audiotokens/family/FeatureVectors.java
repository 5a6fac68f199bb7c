package audiotokens.family;

/**
 * One clip's feature vectors for one {@link FeatureFamily}.
 *
 * @param size dimension of a vector
 * @param values (n, size); not copied; do not modify
 * @param seconds center of each vector's window in the clip, in seconds
 * @param positions center of each vector's window among the non-silent frames, from 0 to 1
 * @param levels mean level of each vector's window, in dB
 */
public record FeatureVectors(int size, float[] values, float[] seconds, float[] positions, float[] levels) {
    public FeatureVectors {
        if (size < 1
                || values.length != size * seconds.length
                || positions.length != seconds.length
                || levels.length != seconds.length) {
            throw new IllegalArgumentException(
                    values.length + " values, " + seconds.length + " times, " + positions.length + " positions and "
                            + levels.length + " levels do not match vectors of size " + size);
        }
    }

    /** Returns the number of vectors. */
    public int count() {
        return seconds.length;
    }
}
