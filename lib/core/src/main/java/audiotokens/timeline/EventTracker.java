package audiotokens.timeline;

import java.util.Optional;

/**
 * Detects events in one label's scores, step by step. An event contains a score at or above the threshold. Its onset
 * and offset are where the score crosses half of the local maximum, which may be above or below the threshold: a window
 * that a sound fills by half gets about half of its score.
 */
final class EventTracker {
    private final double threshold;
    /** Scores of the latest steps; that of step s is at index s modulo the length. */
    private final float[] latest;
    /** Scores from step {@link #first}. */
    private final float[] lead;
    /** First of the consecutive steps with at least half of the threshold; -1 if the last step was below. */
    private long first = -1;
    /** Last step since {@link #first} that reached the threshold; -1 if none. */
    private long reached = -1;

    private float max;

    /** An event in steps; the end is exclusive. */
    record Segment(long start, long end, float score) {}

    /** @param nearby steps per window */
    EventTracker(double threshold, int nearby) {
        this.threshold = threshold;
        this.latest = new float[nearby];
        this.lead = new float[nearby];
    }

    /** Lower bound of the start of any event that has not ended; at most {@code next}. */
    long earliestStart(long next) {
        if (first < 0) {
            return next;
        }
        return isOpen() ? first : Math.max(first, next - latest.length + 1);
    }

    private boolean isOpen() {
        return reached >= 0;
    }

    /** Adds the score of the next step. Returns the event that ended before it, if any. */
    Optional<Segment> add(long step, float score) {
        Optional<Segment> ended = Optional.empty();
        boolean low = score < threshold / 2;
        if (low || (isOpen() && step - reached >= latest.length)) {
            ended = finish(step);
        }
        if (low) {
            return ended;
        }
        first = first < 0 ? step : first;
        latest[index(step)] = score;
        if (score >= threshold) {
            if (!isOpen()) {
                first = Math.max(first, step - latest.length + 1);
                max = 0;
                for (long before = first; before < step; before++) {
                    lead[(int) (before - first)] = latest[index(before)];
                }
            }
            reached = step;
            max = Math.max(max, score);
        }
        if (isOpen() && step - first < lead.length) {
            lead[(int) (step - first)] = score;
        }
        return ended;
    }

    /** Ends the current event, if any, before {@code step}. */
    Optional<Segment> finish(long step) {
        Optional<Segment> event = isOpen() ? Optional.of(new Segment(start(step), end(step), max)) : Optional.empty();
        first = -1;
        reached = -1;
        return event;
    }

    private long start(long next) {
        int count = (int) Math.min(lead.length, next - first);
        float half = 0;
        for (int i = 0; i < count; i++) {
            half = Math.max(half, lead[i] / 2);
        }
        int i = 0;
        while (lead[i] < half) {
            i++;
        }
        return first + i;
    }

    private long end(long next) {
        long from = Math.max(first, next - latest.length);
        float half = 0;
        for (long step = from; step < next; step++) {
            half = Math.max(half, latest[index(step)] / 2);
        }
        long step = next - 1;
        while (latest[index(step)] < half) {
            step--;
        }
        return step + 1;
    }

    private int index(long step) {
        return Math.floorMod(step, latest.length);
    }
}
