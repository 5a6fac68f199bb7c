package audiotokens.timeline;

/**
 * An event that may go on, step by step. It begins and ends where its score passes half of the highest score nearby: a
 * window half filled with a sound gets about half of the score, whatever the threshold is.
 */
final class OpenEvent {
    private final long firstStep;
    /** Scores of the first steps. */
    private final float[] lead;
    /** Scores of the latest steps, that of step s at s modulo the length. */
    private final float[] tail;

    private long lastStep;
    private float highest;

    /** @param nearby steps in a window */
    OpenEvent(long firstStep, int nearby) {
        this.firstStep = firstStep;
        this.lead = new float[nearby];
        this.tail = new float[nearby];
        this.lastStep = firstStep - 1;
    }

    /** Adds a step whose score reaches the threshold; those since the last one are a gap. */
    void add(long step, float score) {
        for (long gap = Math.max(lastStep + 1, step - tail.length); gap < step; gap++) {
            tail[Math.floorMod(gap, tail.length)] = 0;
        }
        tail[Math.floorMod(step, tail.length)] = score;
        if (step - firstStep < lead.length) {
            lead[(int) (step - firstStep)] = score;
        }
        lastStep = step;
        highest = Math.max(highest, score);
    }

    /** The last step that reached the threshold. */
    long lastStep() {
        return lastStep;
    }

    /** The highest score. */
    float highest() {
        return highest;
    }

    /** The step that it begins with. */
    long start() {
        float half = max(lead) / 2;
        int step = 0;
        while (lead[step] < half) {
            step++;
        }
        return firstStep + step;
    }

    /** One past the step that it ends with. */
    long end() {
        float half = max(tail) / 2;
        long step = lastStep;
        while (tail[Math.floorMod(step, tail.length)] < half) {
            step--;
        }
        return step + 1;
    }

    private static float max(float[] scores) {
        float max = 0;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        return max;
    }
}
