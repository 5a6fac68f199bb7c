package audiotokens.family;

/**
 * The vectors of a clip in one family.
 *
 * @param size values of a vector
 * @param values (n, size); not copied, not to be changed
 * @param seconds the center of each vector's window in the clip, in seconds
 * @param positions the center of each vector's window among the frames that hold sound, 0 to 1
 * @param levels the mean level of each vector's window, in dB
 */
public record FeatureVectors(int size, float[] values, float[] seconds, float[] positions, float[] levels) {
    public FeatureVectors {
        if (size < 1
                || values.length != size * seconds.length
                || positions.length != seconds.length
                || levels.length != seconds.length) {
            throw new IllegalArgumentException(values.length + " values, " + seconds.length + " times, "
                    + positions.length + " positions and " + levels.length + " levels are no vectors of " + size);
        }
    }

    /** Number of vectors. */
    public int count() {
        return seconds.length;
    }
}
