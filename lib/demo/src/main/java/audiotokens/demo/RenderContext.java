package audiotokens.demo;

import java.util.random.RandomGenerator;

/**
 * The sample rate, length and random number generator with which a sound is rendered.
 *
 * @param random the clip's random number generator
 * @param rate sample rate in Hz
 * @param length length in samples
 */
record RenderContext(RandomGenerator random, int rate, int length) {

    /** Draws a uniform number between {@code low} and {@code high}. */
    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Draws a log-uniform number between two positive values. */
    double logUniform(double low, double high) {
        return low * StrictMath.exp(StrictMath.log(high / low) * random.nextDouble());
    }

    /** Draws a uniform integer from {@code low} to {@code high}, inclusive. */
    int uniformInt(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** Draws a sample of white noise, -1 to 1. */
    double noise() {
        return 2 * random.nextDouble() - 1;
    }

    /** Returns the number of samples in a duration. */
    int samples(double seconds) {
        return (int) (seconds * rate);
    }

    /** Returns the duration in seconds. */
    double seconds() {
        return (double) length / rate;
    }

    /** Creates white noise of the full length. */
    double[] whiteNoise() {
        double[] noise = new double[length];
        for (int i = 0; i < length; i++) {
            noise[i] = noise();
        }
        return noise;
    }

    /** Creates a smooth curve through random values from -1 to 1, {@code changesPerSecond} of them per second. */
    double[] randomCurve(double changesPerSecond) {
        double[] curve = new double[length];
        double step = changesPerSecond / rate;
        double previous = noise();
        double next = noise();
        double position = random.nextDouble();
        for (int i = 0; i < length; i++) {
            double smooth = position * position * (3 - 2 * position);
            curve[i] = previous + (next - previous) * smooth;
            position += step;
            if (position >= 1) {
                position -= 1;
                previous = next;
                next = noise();
            }
        }
        return curve;
    }

    /**
     * Returns a context for a part that starts at sample {@code start} and is at most {@code seconds} long; it shares
     * this context's random number generator.
     */
    RenderContext part(int start, double seconds) {
        return new RenderContext(random, rate, Math.max(0, Math.min(samples(seconds), length - start)));
    }
}
