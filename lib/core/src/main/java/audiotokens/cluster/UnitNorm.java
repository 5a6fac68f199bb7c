package audiotokens.cluster;

/**
 * Scales vectors to unit L2 norm as in the original Python implementation: x / (|x| + 1e-10), so that zero vectors stay
 * zero.
 */
public final class UnitNorm {
    private static final float EPSILON = 1e-10f;

    private UnitNorm() {}

    /** Scales each row of (n, dimensions) in place. */
    public static void scale(float[] rows, int dimensions) {
        for (int start = 0; start < rows.length; start += dimensions) {
            float norm = (float) Math.sqrt(sumOfSquares(rows, start, start + dimensions)) + EPSILON;
            for (int i = start; i < start + dimensions; i++) {
                rows[i] /= norm;
            }
        }
    }

    /** Uses four independent sums, to avoid a single dependency chain of additions. */
    private static double sumOfSquares(float[] values, int from, int to) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            sum0 += (double) values[i] * values[i];
            sum1 += (double) values[i + 1] * values[i + 1];
            sum2 += (double) values[i + 2] * values[i + 2];
            sum3 += (double) values[i + 3] * values[i + 3];
        }
        for (; i < to; i++) {
            sum0 += (double) values[i] * values[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
