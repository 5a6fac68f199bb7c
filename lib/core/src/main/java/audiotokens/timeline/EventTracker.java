package audiotokens.timeline;

import java.util.Optional;

/**
 * Follows one label's score step by step. An event is a stretch in which the score reaches the threshold; it begins and
 * ends where the score passes half of the highest score nearby, above or below the threshold: a window that is half filled
 * with a sound gets about half of its score.
 */
final class EventTracker {
    private final double threshold;
    /** Scores of the latest steps, that of step s at s modulo the length. */
    private final float[] latest;
    /** Scores from {@link #first} on. */
    private final float[] lead;
    /** The first step in a row that reaches half of the threshold; -1 where the last one did not. */
    private long first = -1;
    /** The last step that reached the threshold since then; -1 where none did. */
    private long reached = -1;

    private float highest;

    /** An event in steps, the last one excluded. */
    record Stretch(long start, long end, float score) {}

    /** @param nearby steps in a window */
    EventTracker(double threshold, int nearby) {
        this.threshold = threshold;
        this.latest = new float[nearby];
        this.lead = new float[nearby];
    }

    /** The earliest step, {@code next} or before, at which an event that has not ended can turn out to start. */
    long earliestStart(long next) {
        if (first < 0) {
            return next;
        }
        return isOpen() ? first : Math.max(first, next - latest.length + 1);
    }

    private boolean isOpen() {
        return reached >= 0;
    }

    /** Takes the score of the next step; gives the event that ends before it. */
    Optional<Stretch> add(long step, float score) {
        Optional<Stretch> ended = Optional.empty();
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
                highest = 0;
                for (long before = first; before < step; before++) {
                    lead[(int) (before - first)] = latest[index(before)];
                }
            }
            reached = step;
            highest = Math.max(highest, score);
        }
        if (isOpen() && step - first < lead.length) {
            lead[(int) (step - first)] = score;
        }
        return ended;
    }

    /** Ends what is open before {@code step}. */
    Optional<Stretch> finish(long step) {
        Optional<Stretch> event =
                isOpen() ? Optional.of(new Stretch(start(step), end(step), highest)) : Optional.empty();
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
