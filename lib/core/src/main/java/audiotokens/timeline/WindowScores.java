package audiotokens.timeline;

/**
 * What a model says about a window of a recording.
 *
 * @param start where the window starts, in seconds
 * @param end where it ends, in seconds
 * @param scores probability of each label, from 0 to 1: (labels,); not copied, not to be changed
 */
public record WindowScores(double start, double end, float[] scores) {
    public WindowScores {
        if (!(start >= 0) || !(end > start)) {
            throw new IllegalArgumentException("a window from " + start + " s to " + end + " s");
        }
    }

    /**
     * How much the window says about an instant in it: 1 in its middle, falling to 0 at its ends, where a sound may lie
     * that fills little of it; 0 beyond.
     */
    double weight(double seconds) {
        double half = (end - start) / 2;
        return Math.max(0, 1 - Math.abs(seconds - start - half) / half);
    }
}
