package audiotokens.demo;

/**
 * A biquad filter.
 *
 * <p>Source: R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
 */
final class Filter {
    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private double x1;
    private double x2;
    private double y1;
    private double y2;

    private Filter(double b0, double b1, double b2, double a0, double a1, double a2) {
        this.b0 = b0 / a0;
        this.b1 = b1 / a0;
        this.b2 = b2 / a0;
        this.a1 = a1 / a0;
        this.a2 = a2 / a0;
    }

    /** Creates a band-pass filter with unit gain at {@code frequency}; a higher {@code quality} narrows the band. */
    static Filter bandPass(double frequency, double quality, int rate) {
        double angle = angle(frequency, rate);
        double alpha = StrictMath.sin(angle) / (2 * quality);
        return new Filter(alpha, 0, -alpha, 1 + alpha, -2 * StrictMath.cos(angle), 1 - alpha);
    }

    /** Creates a Butterworth low-pass filter with the cutoff {@code frequency}. */
    static Filter lowPass(double frequency, int rate) {
        double angle = angle(frequency, rate);
        double cosine = StrictMath.cos(angle);
        double alpha = StrictMath.sin(angle) / StrictMath.sqrt(2);
        return new Filter((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    }

    /** Creates a Butterworth high-pass filter with the cutoff {@code frequency}. */
    static Filter highPass(double frequency, int rate) {
        double angle = angle(frequency, rate);
        double cosine = StrictMath.cos(angle);
        double alpha = StrictMath.sin(angle) / StrictMath.sqrt(2);
        return new Filter((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    }

    /** Copies the state of {@code other} into this filter, so that replacing a filter causes no click; returns this. */
    Filter withStateOf(Filter other) {
        x1 = other.x1;
        x2 = other.x2;
        y1 = other.y1;
        y2 = other.y2;
        return this;
    }

    /** Computes the next output sample from the input sample {@code x}. */
    double next(double x) {
        double y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        return y;
    }

    /** Filters in place. */
    double[] apply(double[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = next(samples[i]);
        }
        return samples;
    }

    private static double angle(double frequency, int rate) {
        return 2 * Math.PI * Math.min(frequency, 0.45 * rate) / rate;
    }
}
