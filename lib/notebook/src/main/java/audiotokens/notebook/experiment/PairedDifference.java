package audiotokens.notebook.experiment;

import audiotokens.metrics.Interval;
import audiotokens.metrics.MapBootstrap;
import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;

/**
 * By how much one classifier is better than another on the same clips.
 *
 * @param first name of one classifier
 * @param second name of the other
 * @param map mAP of the second less that of the first
 * @param interval its 95 % interval by a paired bootstrap over clips: each resample is the same clips for both
 */
public record PairedDifference(String first, String second, double map, Interval interval) {

    /**
     * Compares two classifiers.
     *
     * @param configuration gives the number of resamples and their seed
     * @throws IllegalArgumentException where they have predicted different clips
     */
    public static PairedDifference of(
            CrossValidationResult first, CrossValidationResult second, Configuration configuration) {
        Interval interval = MapBootstrap.ofDifference(
                Predictions.pooled(first.folds()),
                Predictions.pooled(second.folds()),
                configuration.evaluation().bootstrapSamples(),
                configuration.run().seed());
        return new PairedDifference(
                first.name(),
                second.name(),
                second.metrics().meanAveragePrecision() - first.metrics().meanAveragePrecision(),
                interval);
    }

    /** Whether the interval leaves out 0: the sign of the difference is known. */
    public boolean isClear() {
        return interval.low() > 0 || interval.high() < 0;
    }
}
