package audiotokens.spectrogram;

/**
 * Converts power to decibels and back, like torchaudio's {@code AmplitudeToDB} with {@code top_db=None}: 10
 * log10(max(power, 1e-10)).
 */
public final class Decibels {
    /** The minimum power (torchaudio's {@code amin}). */
    public static final float MIN_POWER = 1e-10f;

    /** Decibels of {@link #MIN_POWER}. */
    public static final float SILENCE = -100;

    private static final float TEN_LOG10_OF_E = (float) (10 / Math.log(10));

    /** Bit pattern of √½. */
    private static final int SQRT_HALF = 0x3f3504f3;

    /** ln 2 split into two parts; the first has few bits, so that its product with an exponent is exact. */
    private static final float LN_2_COARSE = 0x1.63p-1f;

    @SuppressWarnings("FloatingPointLiteralPrecision") // as published
    private static final float LN_2_FINE = -2.12194440e-4f;

    private Decibels() {}

    /** Converts power to decibels, at least -100. */
    public static Spectrogram fromPower(Spectrogram power) {
        float[] values = power.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = TEN_LOG10_OF_E * ln(Math.max(values[i], MIN_POWER));
        }
        return new Spectrogram(power.nMels(), power.nFrames(), values);
    }

    /**
     * Returns the natural logarithm of a normal, positive number, with a relative error of 1e-7. The Vector API's
     * logarithm is not used: it differs in its last bits between interpreted and compiled code, so a resumed stage
     * could write different files.
     *
     * <p>The number is split into 2^exponent and a mantissa from 0.707 to 1.414, whose logarithm is the polynomial of
     * the Cephes library's {@code logf}.
     */
    @SuppressWarnings("FloatingPointLiteralPrecision") // constants as published
    private static float ln(float value) {
        int bits = Float.floatToRawIntBits(value) - SQRT_HALF;
        float exponent = bits >> 23;
        float x = Float.intBitsToFloat((bits & 0x7fffff) + SQRT_HALF) - 1;
        float square = x * x;
        float sum = 7.0376836292e-2f;
        sum = Math.fma(sum, x, -1.1514610310e-1f);
        sum = Math.fma(sum, x, 1.1676998740e-1f);
        sum = Math.fma(sum, x, -1.2420140846e-1f);
        sum = Math.fma(sum, x, 1.4249322787e-1f);
        sum = Math.fma(sum, x, -1.6668057665e-1f);
        sum = Math.fma(sum, x, 2.0000714765e-1f);
        sum = Math.fma(sum, x, -2.4999993993e-1f);
        sum = Math.fma(sum, x, 3.3333331174e-1f);
        float fine = Math.fma(exponent, LN_2_FINE, sum * x * square);
        return Math.fma(exponent, LN_2_COARSE, x + Math.fma(square, -0.5f, fine));
    }

    /** Converts decibels to power. */
    public static Spectrogram toPower(Spectrogram decibels) {
        float[] values = new float[decibels.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(10, decibels.values()[i] / 10);
        }
        return new Spectrogram(decibels.nMels(), decibels.nFrames(), values);
    }
}
