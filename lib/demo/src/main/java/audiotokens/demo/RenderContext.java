package audiotokens.demo;

import java.util.random.RandomGenerator;

/**
 * The parameters of rendering a sound: sample rate, length and random numbers.
 *
 * @param random random numbers of the clip
 * @param rate sample rate in Hz
 * @param length length in samples
 */
record RenderContext(RandomGenerator random, int rate, int length) {

    /** Uniform between {@code low} and {@code high}. */
    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Log-uniform between two positive values. */
    double logarithmic(double low, double high) {
        return low * StrictMath.exp(StrictMath.log(high / low) * random.nextDouble());
    }

    /** A uniform integer from {@code low} to {@code high}, inclusive. */
    int whole(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** A sample of white noise, -1 to 1. */
    double noise() {
        return 2 * random.nextDouble() - 1;
    }

    /** Number of samples in a duration. */
    int samples(double seconds) {
        return (int) (seconds * rate);
    }

    /** The duration. */
    double seconds() {
        return (double) length / rate;
    }

    /** White noise of the full length. */
    double[] whiteNoise() {
        double[] noise = new double[length];
        for (int i = 0; i < length; i++) {
            noise[i] = noise();
        }
        return noise;
    }

    /** A smooth random curve through {@code changesPerSecond} values from -1 to 1. */
    double[] wander(double changesPerSecond) {
        double[] curve = new double[length];
        double step = changesPerSecond / rate;
        double from = noise();
        double to = noise();
        double position = random.nextDouble();
        for (int i = 0; i < length; i++) {
            double smooth = position * position * (3 - 2 * position);
            curve[i] = from + (to - from) * smooth;
            position += step;
            if (position >= 1) {
                position -= 1;
                from = to;
                to = noise();
            }
        }
        return curve;
    }

    /** A shorter context from {@code start}, at most {@code seconds} long, with the same random number generator. */
    RenderContext part(int start, double seconds) {
        return new RenderContext(random, rate, Math.max(0, Math.min(samples(seconds), length - start)));
    }
}
