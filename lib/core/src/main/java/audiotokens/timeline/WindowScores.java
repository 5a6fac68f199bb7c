package audiotokens.timeline;

/**
 * Scores of one window of a recording.
 *
 * @param start start of the window, in seconds
 * @param end end of the window, in seconds
 * @param scores probability of each label, from 0 to 1: (labels,); not copied; do not modify
 */
public record WindowScores(double start, double end, float[] scores) {
    public WindowScores {
        if (!(start >= 0) || !(end > start)) {
            throw new IllegalArgumentException("invalid window: from " + start + " s to " + end + " s");
        }
    }

    /**
     * Returns the weight of the window at a time: 1 at its center, falling linearly to 0 at its ends, where a sound may
     * fill little of the window; 0 outside.
     */
    double weight(double seconds) {
        double half = (end - start) / 2;
        return Math.max(0, 1 - Math.abs(seconds - start - half) / half);
    }
}
