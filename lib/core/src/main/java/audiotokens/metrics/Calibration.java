package audiotokens.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A calibrator fitted to validation predictions, and the reliability before and after it. Temperature scaling and
 * isotonic regression are compared by cross-validated Brier score; the better one is kept, or temperature 1 if neither
 * improves on the uncalibrated scores.
 *
 * @param calibrator the calibrator, fitted to all clips
 * @param before reliability of the uncalibrated scores
 * @param after reliability of the calibrated scores, by five-fold cross-validation
 */
public record Calibration(Calibrator calibrator, Reliability before, Reliability after) {
    private static final int FOLDS = 5;

    /** Fits a calibrator to predictions of at least one clip. */
    public static Calibration fit(Predictions predictions) {
        Function<Predictions, Calibrator> bestMethod = ignored -> new TemperatureScaling(1);
        Predictions bestPredictions = predictions;
        double minError = squaredError(predictions);
        if (predictions.ids().size() >= 2 * FOLDS) {
            List<Function<Predictions, Calibrator>> methods = List.of(TemperatureScaling::fit, IsotonicRegression::fit);
            for (Function<Predictions, Calibrator> method : methods) {
                Predictions calibrated = crossCalibrated(predictions, method);
                double error = squaredError(calibrated);
                if (error < minError) {
                    minError = error;
                    bestMethod = method;
                    bestPredictions = calibrated;
                }
            }
        }
        return new Calibration(
                bestMethod.apply(predictions), Reliability.of(predictions), Reliability.of(bestPredictions));
    }

    private static Predictions crossCalibrated(Predictions predictions, Function<Predictions, Calibrator> method) {
        List<Predictions> parts = new ArrayList<>();
        int clips = predictions.ids().size();
        for (int fold = 0; fold < FOLDS; fold++) {
            int heldOutFold = fold;
            Predictions otherFolds =
                    select(predictions, IntStream.range(0, clips).filter(clip -> clip % FOLDS != heldOutFold));
            Predictions heldOut =
                    select(predictions, IntStream.range(0, clips).filter(clip -> clip % FOLDS == heldOutFold));
            parts.add(method.apply(otherFolds).apply(heldOut));
        }
        return Predictions.concatenate(parts);
    }

    private static Predictions select(Predictions predictions, IntStream clips) {
        int[] rows = clips.toArray();
        return new Predictions(
                IntStream.of(rows).mapToObj(predictions.ids()::get).toList(),
                IntStream.of(rows).mapToObj(row -> predictions.scores()[row]).toArray(float[][]::new),
                IntStream.of(rows).mapToObj(row -> predictions.targets()[row]).toArray(float[][]::new));
    }

    private static double squaredError(Predictions predictions) {
        double sum = 0;
        for (int clip = 0; clip < predictions.scores().length; clip++) {
            for (int label = 0; label < predictions.nLabels(); label++) {
                double error = predictions.scores()[clip][label] - predictions.targets()[clip][label];
                sum += error * error;
            }
        }
        return sum;
    }
}
