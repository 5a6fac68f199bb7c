package audiotokens.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A monotonic function from scores to probabilities, fitted by least squares with the pool-adjacent-violators algorithm
 * (Zadrozny and Elkan, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates", 2002).
 * Interpolates linearly between the centers of the pools (neighboring scores that share a probability), so that scores
 * within a pool keep their order; constant below the first center and above the last. Source: centered isotonic
 * regression (Oron and Flournoy, 2017).
 *
 * @param scores x values of the interpolation points, ascending; not copied; do not modify
 * @param probabilities y values, non-decreasing, 0 to 1
 */
public record IsotonicRegression(float[] scores, float[] probabilities) implements Calibrator {
    public IsotonicRegression {
        if (scores.length == 0 || scores.length != probabilities.length) {
            throw new IllegalArgumentException(
                    "there are " + scores.length + " scores, but " + probabilities.length + " probabilities");
        }
        for (int i = 1; i < scores.length; i++) {
            if (!(scores[i] > scores[i - 1]) || !(probabilities[i] >= probabilities[i - 1])) {
                throw new IllegalArgumentException("the points of an isotonic regression must ascend");
            }
        }
    }

    /** Neighboring scores that share a probability. */
    private record Pool(double scoreSum, double positives, long count) {
        double mean() {
            return positives / count;
        }

        float meanScore() {
            return (float) (scoreSum / count);
        }

        Pool merge(Pool next) {
            return new Pool(scoreSum + next.scoreSum, positives + next.positives, count + next.count);
        }
    }

    /** Fits one function to the scores and targets of all labels. */
    public static IsotonicRegression fit(Predictions predictions) {
        int nLabels = predictions.nLabels();
        int total = Math.multiplyExact(predictions.scores().length, nLabels);
        if (total == 0) {
            throw new IllegalArgumentException("there are no predictions to fit");
        }
        long[] keys = new long[total];
        for (int i = 0; i < total; i++) {
            // non-negative floats sort like their bits
            keys[i] = (long) Float.floatToIntBits(predictions.scores()[i / nLabels][i % nLabels] + 0f) << 32 | i;
        }
        Arrays.sort(keys);
        List<Pool> pools = new ArrayList<>();
        for (int from = 0; from < total; ) {
            int to = from;
            double positives = 0;
            for (; to < total && keys[to] >> 32 == keys[from] >> 32; to++) {
                int i = (int) keys[to];
                positives += predictions.targets()[i / nLabels][i % nLabels];
            }
            float score = Float.intBitsToFloat((int) (keys[from] >> 32));
            Pool pool = new Pool((double) score * (to - from), positives, to - from);
            while (!pools.isEmpty() && pools.getLast().mean() >= pool.mean()) {
                pool = pools.removeLast().merge(pool);
            }
            pools.add(pool);
            from = to;
        }
        return of(pools);
    }

    private static IsotonicRegression of(List<Pool> pools) {
        float[] scores = new float[pools.size()];
        float[] probabilities = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = pools.get(i).meanScore();
            probabilities[i] = (float) pools.get(i).mean();
        }
        return new IsotonicRegression(scores, probabilities);
    }

    @Override
    public float apply(float score) {
        int index = Arrays.binarySearch(scores, score);
        if (index >= 0) {
            return probabilities[index];
        }
        int upper = -index - 1;
        if (upper == 0 || upper == scores.length) {
            return probabilities[upper == 0 ? 0 : scores.length - 1];
        }
        float fraction = (score - scores[upper - 1]) / (scores[upper] - scores[upper - 1]);
        return probabilities[upper - 1] + fraction * (probabilities[upper] - probabilities[upper - 1]);
    }
}
