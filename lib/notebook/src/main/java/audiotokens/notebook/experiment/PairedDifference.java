package audiotokens.notebook.experiment;

import audiotokens.metrics.Interval;
import audiotokens.metrics.MeanAveragePrecisionBootstrap;
import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;

/**
 * The difference in mAP between two classifiers on the same clips.
 *
 * @param first name of the first classifier
 * @param second name of the second classifier
 * @param mapDifference mAP of the second minus that of the first
 * @param interval 95% confidence interval of the difference, by a paired bootstrap over clips: each resample contains
 *     the same clips for both
 */
public record PairedDifference(String first, String second, double mapDifference, Interval interval) {

    /**
     * Compares two classifiers.
     *
     * @param configuration gives the number of bootstrap resamples and the seed
     * @throws IllegalArgumentException if they predicted different clips
     */
    public static PairedDifference of(
            CrossValidationResult first, CrossValidationResult second, Configuration configuration) {
        Interval interval = MeanAveragePrecisionBootstrap.ofDifference(
                Predictions.concatenate(first.folds()),
                Predictions.concatenate(second.folds()),
                configuration.evaluation().bootstrapSamples(),
                configuration.run().seed());
        return new PairedDifference(
                first.name(), second.name(), second.meanAveragePrecision() - first.meanAveragePrecision(), interval);
    }

    /** Returns whether the difference is significant, that is, whether the interval does not contain 0. */
    public boolean isSignificant() {
        return interval.low() > 0 || interval.high() < 0;
    }
}
