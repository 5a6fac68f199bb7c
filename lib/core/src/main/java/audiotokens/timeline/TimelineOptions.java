package audiotokens.timeline;

import java.util.Arrays;

/**
 * Options for event detection.
 *
 * @param thresholds score from which a label is detected, from 0 to 1, shape (labels,); not copied, so do not modify it
 * @param gapSeconds events of the same label are merged if the gap between them is at most this long; at least 0
 */
public record TimelineOptions(double[] thresholds, double gapSeconds) {
    public TimelineOptions {
        if (!(gapSeconds >= 0) || Arrays.stream(thresholds).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    "invalid thresholds " + Arrays.toString(thresholds) + " or gap " + gapSeconds + " s");
        }
    }
}
