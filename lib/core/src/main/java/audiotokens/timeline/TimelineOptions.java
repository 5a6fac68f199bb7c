package audiotokens.timeline;

import java.util.Arrays;

/**
 * When a label counts as heard.
 *
 * @param thresholds the score from which on a label is heard, label by label, from 0 to 1; not copied, not to be changed
 * @param gapSeconds events of a label with no more than this between them are one, from 0
 */
public record TimelineOptions(double[] thresholds, double gapSeconds) {
    public TimelineOptions {
        if (!(gapSeconds >= 0) || Arrays.stream(thresholds).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    "thresholds " + Arrays.toString(thresholds) + " with a gap of " + gapSeconds + " s");
        }
    }
}
