package audiotokens.timeline;

import java.util.Arrays;

/**
 * Options of event detection.
 *
 * @param thresholds minimum score of each label, from 0 to 1: (labels,); not copied; do not modify
 * @param gapSeconds maximum gap between events of a label that are merged, in seconds; at least 0
 */
public record TimelineOptions(double[] thresholds, double gapSeconds) {
    public TimelineOptions {
        if (!(gapSeconds >= 0) || Arrays.stream(thresholds).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    "invalid thresholds " + Arrays.toString(thresholds) + " or gap " + gapSeconds + " s");
        }
    }
}
