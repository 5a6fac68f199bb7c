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

    /** A band-pass filter with unit gain at {@code frequency}; a higher {@code quality} is narrower. */
    static Filter bandPass(double frequency, double quality, int rate) {
        double angle = angle(frequency, rate);
        double alpha = StrictMath.sin(angle) / (2 * quality);
        return new Filter(alpha, 0, -alpha, 1 + alpha, -2 * StrictMath.cos(angle), 1 - alpha);
    }

    /** A low-pass filter without resonance. */
    static Filter lowPass(double frequency, int rate) {
        double angle = angle(frequency, rate);
        double cosine = StrictMath.cos(angle);
        double alpha = StrictMath.sin(angle) / StrictMath.sqrt(2);
        return new Filter((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    }

    /** A high-pass filter without resonance. */
    static Filter highPass(double frequency, int rate) {
        double angle = angle(frequency, rate);
        double cosine = StrictMath.cos(angle);
        double alpha = StrictMath.sin(angle) / StrictMath.sqrt(2);
        return new Filter((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    }

    /** This filter with the state of {@code other}, so that changing the filter causes no clicks. */
    Filter continuing(Filter other) {
        x1 = other.x1;
        x2 = other.x2;
        y1 = other.y1;
        y2 = other.y2;
        return this;
    }

    /** The next output sample. */
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
