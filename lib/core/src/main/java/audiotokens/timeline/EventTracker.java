package audiotokens.timeline;

import java.util.Optional;

/**
 * Detects events in one label's scores, step by step. An event contains a score at or above the threshold. Its onset
 * and offset are where the score crosses half of the local maximum, which may be above or below the threshold:
 * a window that is half filled by a sound gets about half of the score.
 */
final class EventTracker {
    private final double threshold;
    /** Scores of the latest steps; the score of step s is at index s modulo the array length. */
    private final float[] latestScores;
    /** Scores of the current event's first steps, from {@link #firstStep} on. */
    private final float[] onsetScores;
    /**
     * First of the latest consecutive steps with scores of at least half the threshold; -1 if the latest score is
     * lower.
     */
    private long firstStep = -1;
    /** Last step since {@link #firstStep} whose score reached the threshold; -1 if none did. */
    private long lastReachedStep = -1;

    private float maxScore;

    /** An event in steps; the end is exclusive. */
    record Segment(long start, long end, float score) {}

    /** @param stepsPerWindow length of a window, in steps */
    EventTracker(double threshold, int stepsPerWindow) {
        this.threshold = threshold;
        this.latestScores = new float[stepsPerWindow];
        this.onsetScores = new float[stepsPerWindow];
    }

    /** Returns a lower bound of the start of any event that has not ended; at most {@code nextStep}. */
    long earliestStart(long nextStep) {
        if (firstStep < 0) {
            return nextStep;
        }
        return isOpen() ? firstStep : Math.max(firstStep, nextStep - latestScores.length + 1);
    }

    private boolean isOpen() {
        return lastReachedStep >= 0;
    }

    /** Adds the score of the next step. Returns the event that ended before it, if any. */
    Optional<Segment> add(long step, float score) {
        Optional<Segment> ended = Optional.empty();
        boolean isLow = score < threshold / 2;
        if (isLow || (isOpen() && step - lastReachedStep >= latestScores.length)) {
            ended = finish(step);
        }
        if (isLow) {
            return ended;
        }
        firstStep = firstStep < 0 ? step : firstStep;
        latestScores[index(step)] = score;
        if (score >= threshold) {
            if (!isOpen()) {
                firstStep = Math.max(firstStep, step - latestScores.length + 1);
                maxScore = 0;
                for (long earlierStep = firstStep; earlierStep < step; earlierStep++) {
                    onsetScores[(int) (earlierStep - firstStep)] = latestScores[index(earlierStep)];
                }
            }
            lastReachedStep = step;
            maxScore = Math.max(maxScore, score);
        }
        if (isOpen() && step - firstStep < onsetScores.length) {
            onsetScores[(int) (step - firstStep)] = score;
        }
        return ended;
    }

    /** Ends the current event, if any, before {@code step}. */
    Optional<Segment> finish(long step) {
        Optional<Segment> event =
                isOpen() ? Optional.of(new Segment(start(step), end(step), maxScore)) : Optional.empty();
        firstStep = -1;
        lastReachedStep = -1;
        return event;
    }

    private long start(long nextStep) {
        int count = (int) Math.min(onsetScores.length, nextStep - firstStep);
        float halfMax = 0;
        for (int i = 0; i < count; i++) {
            halfMax = Math.max(halfMax, onsetScores[i] / 2);
        }
        int i = 0;
        while (onsetScores[i] < halfMax) {
            i++;
        }
        return firstStep + i;
    }

    private long end(long nextStep) {
        long oldestStep = Math.max(firstStep, nextStep - latestScores.length);
        float halfMax = 0;
        for (long step = oldestStep; step < nextStep; step++) {
            halfMax = Math.max(halfMax, latestScores[index(step)] / 2);
        }
        long step = nextStep - 1;
        while (latestScores[index(step)] < halfMax) {
            step--;
        }
        return step + 1;
    }

    private int index(long step) {
        return Math.floorMod(step, latestScores.length);
    }
}
