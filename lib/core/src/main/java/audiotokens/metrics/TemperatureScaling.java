package audiotokens.metrics;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * Divides the logits by one temperature. Source: Guo et al., "On Calibration of Modern Neural Networks", 2017.
 *
 * @param temperature above 1 for an overconfident model, below 1 for an underconfident one
 */
public record TemperatureScaling(double temperature) implements Calibrator {
    private static final double MAX_LOG_TEMPERATURE = Math.log(50);
    /** Keeps the logit finite for scores that were rounded to 0 or 1. */
    private static final double MIN_SCORE = 1e-7;

    public TemperatureScaling {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be above 0, was " + temperature);
        }
    }

    /** Fits the temperature, 1/50 to 50, that minimizes the mean binary cross-entropy over all clips and labels. */
    public static TemperatureScaling fit(Predictions predictions) {
        double logTemperature = new BrentOptimizer(1e-6, 1e-6)
                .optimize(
                        new MaxEval(200),
                        GoalType.MINIMIZE,
                        new SearchInterval(-MAX_LOG_TEMPERATURE, MAX_LOG_TEMPERATURE, 0),
                        new UnivariateObjectiveFunction(log -> loss(predictions, Math.exp(log))))
                .getPoint();
        return new TemperatureScaling(Math.exp(logTemperature));
    }

    private static double loss(Predictions predictions, double temperature) {
        double sum = 0;
        for (int clip = 0; clip < predictions.scores().length; clip++) {
            for (int label = 0; label < predictions.nLabels(); label++) {
                double logit = logit(predictions.scores()[clip][label]) / temperature;
                boolean positive = predictions.targets()[clip][label] == 1;
                sum += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, positive ? -logit : logit);
            }
        }
        return sum;
    }

    private static double logit(float score) {
        double p = Math.clamp(score, MIN_SCORE, 1 - MIN_SCORE);
        return Math.log(p / (1 - p));
    }

    @Override
    public float apply(float score) {
        return (float) (1 / (1 + Math.exp(-logit(score) / temperature)));
    }
}
