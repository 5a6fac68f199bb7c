package audiotokens.cluster;

/** Scales vectors to unit L2 norm as in the original: x / (|x| + 1e-10), so that zero vectors stay zero. */
public final class UnitNorm {
    private static final float EPSILON = 1e-10f;

    private UnitNorm() {}

    /** Scales each row of (n, dimensions) in place. */
    public static void scale(float[] rows, int dimensions) {
        for (int at = 0; at < rows.length; at += dimensions) {
            float norm = (float) Math.sqrt(squares(rows, at, at + dimensions)) + EPSILON;
            for (int i = at; i < at + dimensions; i++) {
                rows[i] /= norm;
            }
        }
    }

    /** Four independent sums, to avoid a single dependency chain of additions. */
    private static double squares(float[] values, int from, int to) {
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
