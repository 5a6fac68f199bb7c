package audiotokens.pipeline.inference;

import audiotokens.label.Label;
import audiotokens.metrics.Calibrator;
import audiotokens.metrics.Interval;
import audiotokens.metrics.IsotonicRegression;
import audiotokens.metrics.Reliability;
import audiotokens.metrics.TemperatureScaling;
import java.util.List;

/**
 * Metadata of a bundle's model: {@code bundle.json}.
 *
 * @param format {@link #FORMAT} of the program that wrote the bundle
 * @param labels labels in the order of the model's outputs
 * @param windowSeconds length of a window in seconds: the median length of the training clips
 * @param thresholds calibrated decision threshold of each label, (labels,)
 * @param calibration mapping from the model's scores to probabilities
 * @param scores metrics on the validation clips
 */
public record BundleDescription(
        int format,
        List<Label> labels,
        double windowSeconds,
        double[] thresholds,
        CalibrationPoints calibration,
        Scores scores) {
    /** Increased when older programs can no longer read the bundle. */
    public static final int FORMAT = 1;

    public BundleDescription {
        labels = List.copyOf(labels);
        if (thresholds.length != labels.size()) {
            throw new IllegalArgumentException(
                    "there are " + thresholds.length + " thresholds for " + labels.size() + " labels");
        }
        if (!(windowSeconds > 0)) {
            throw new IllegalArgumentException("windowSeconds must be above 0, was " + windowSeconds);
        }
    }

    /**
     * Parameters of a calibrator.
     *
     * @param temperature temperature of temperature scaling; 0 for isotonic regression
     * @param scores knots of isotonic regression, otherwise empty
     * @param probabilities values at the knots, otherwise empty
     */
    public record CalibrationPoints(double temperature, float[] scores, float[] probabilities) {

        static CalibrationPoints of(Calibrator calibrator) {
            return switch (calibrator) {
                case TemperatureScaling scaling ->
                    new CalibrationPoints(scaling.temperature(), new float[0], new float[0]);
                case IsotonicRegression isotonic ->
                    new CalibrationPoints(0, isotonic.scores(), isotonic.probabilities());
                default -> throw new IllegalArgumentException("a bundle cannot store a " + calibrator);
            };
        }

        Calibrator calibrator() {
            return temperature > 0
                    ? new TemperatureScaling(temperature)
                    : new IsotonicRegression(scores, probabilities);
        }
    }

    /**
     * Metrics on the validation clips.
     *
     * @param map mean average precision
     * @param interval 95% confidence interval of the mAP
     * @param trainClips number of training clips
     * @param validationClips number of validation clips
     * @param calibrationErrorBefore expected calibration error of the uncalibrated scores
     * @param calibrationErrorAfter expected calibration error of the calibrated scores, on clips that the calibrator
     *     was not fitted on
     * @param reliabilityBefore reliability diagram of the uncalibrated scores
     * @param reliabilityAfter reliability diagram of the calibrated scores
     */
    public record Scores(
            double map,
            Interval interval,
            int trainClips,
            int validationClips,
            double calibrationErrorBefore,
            double calibrationErrorAfter,
            Reliability reliabilityBefore,
            Reliability reliabilityAfter) {}
}
