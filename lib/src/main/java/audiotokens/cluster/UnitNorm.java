package audiotokens.cluster;

/** Scales vectors to unit L2 norm, as the original: x / (|x| + 1e-10), so that a vector of zeros stays. */
public final class UnitNorm {
    private static final float LEAST = 1e-10f;

    private UnitNorm() {}

    /** Scales each row of (n, dimensions) in place. */
    public static void scale(float[] rows, int dimensions) {
        for (int at = 0; at < rows.length; at += dimensions) {
            double sum = 0;
            for (int i = at; i < at + dimensions; i++) {
                sum += (double) rows[i] * rows[i];
            }
            float norm = (float) Math.sqrt(sum) + LEAST;
            for (int i = at; i < at + dimensions; i++) {
                rows[i] /= norm;
            }
        }
    }
}
