package audiotokens.demo;

import java.util.random.RandomGenerator;

/**
 * The room a sound has to fill: its rate, its length, and the random choices that make it one of its kind.
 *
 * @param random the clip's own random numbers
 * @param rate samples a second
 * @param length samples of the sound
 */
record Take(RandomGenerator random, int rate, int length) {

    /** Evenly between {@code low} and {@code high}. */
    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Between two positive values, evenly on a logarithmic scale, as pitch and size are perceived. */
    double logarithmic(double low, double high) {
        return low * StrictMath.exp(StrictMath.log(high / low) * random.nextDouble());
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    int whole(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** One sample of white noise, -1 to 1. */
    double noise() {
        return 2 * random.nextDouble() - 1;
    }

    /** The number of samples in a time. */
    int samples(double seconds) {
        return (int) (seconds * rate);
    }

    /** The length of this take. */
    double seconds() {
        return (double) length / rate;
    }

    /** White noise of this take's length. */
    double[] whiteNoise() {
        double[] noise = new double[length];
        for (int i = 0; i < length; i++) {
            noise[i] = noise();
        }
        return noise;
    }

    /** A curve through random values of -1 to 1, {@code changesPerSecond} of them, smooth in between. */
    double[] wander(double changesPerSecond) {
        double[] curve = new double[length];
        double step = changesPerSecond / rate;
        double from = noise();
        double to = noise();
        double place = random.nextDouble();
        for (int i = 0; i < length; i++) {
            double smooth = place * place * (3 - 2 * place);
            curve[i] = from + (to - from) * smooth;
            place += step;
            if (place >= 1) {
                place -= 1;
                from = to;
                to = noise();
            }
        }
        return curve;
    }

    /** A shorter take from {@code start} on, of at most {@code seconds}, with the same random numbers. */
    Take part(int start, double seconds) {
        return new Take(random, rate, Math.max(0, Math.min(samples(seconds), length - start)));
    }
}
