package audiotokens.pipeline.listening;

import audiotokens.label.Label;
import audiotokens.metrics.Calibrator;
import audiotokens.metrics.Interval;
import audiotokens.metrics.IsotonicRegression;
import audiotokens.metrics.Reliability;
import audiotokens.metrics.TemperatureScaling;
import java.util.List;

/**
 * What a bundle says of its model beside the weights: {@code bundle.json}.
 *
 * @param format {@link #FORMAT} of the program that wrote it
 * @param labels in the order of the model's outputs
 * @param windowSeconds length of a window: that of the training clips, by their median
 * @param thresholds the calibrated score from which on a label is heard, label by label: (labels,)
 * @param calibration from the model's scores to probabilities
 * @param scores how good the model is on its validation clips
 */
public record BundleDescription(
        int format,
        List<Label> labels,
        double windowSeconds,
        double[] thresholds,
        CalibrationPoints calibration,
        Scores scores) {
    /** Goes up where an older program could not read the bundle. */
    public static final int FORMAT = 1;

    public BundleDescription {
        labels = List.copyOf(labels);
        if (thresholds.length != labels.size()) {
            throw new IllegalArgumentException(thresholds.length + " thresholds for " + labels.size() + " labels");
        }
        if (!(windowSeconds > 0)) {
            throw new IllegalArgumentException("windows of " + windowSeconds + " s");
        }
    }

    /**
     * A calibrator's numbers.
     *
     * @param temperature of temperature scaling; 0 where isotonic regression calibrates
     * @param scores points of isotonic regression, else empty
     * @param probabilities its values there, else empty
     */
    public record CalibrationPoints(double temperature, float[] scores, float[] probabilities) {

        static CalibrationPoints of(Calibrator calibrator) {
            return switch (calibrator) {
                case TemperatureScaling scaling ->
                    new CalibrationPoints(scaling.temperature(), new float[0], new float[0]);
                case IsotonicRegression isotonic ->
                    new CalibrationPoints(0, isotonic.scores(), isotonic.probabilities());
                default -> throw new IllegalArgumentException("no bundle holds a " + calibrator);
            };
        }

        Calibrator calibrator() {
            return temperature > 0
                    ? new TemperatureScaling(temperature)
                    : new IsotonicRegression(scores, probabilities);
        }
    }

    /**
     * Figures over the validation clips.
     *
     * @param map mean average precision
     * @param interval 95 % interval of it
     * @param trainClips clips that the model was trained on
     * @param validationClips clips of the figures
     * @param calibrationErrorBefore expected calibration error of the model's own scores
     * @param calibrationErrorAfter of calibrated scores, on clips that the calibrator was not fitted to
     * @param reliabilityBefore scores beside frequencies, of the model's own scores
     * @param reliabilityAfter of calibrated scores
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
