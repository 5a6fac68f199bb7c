package audiotokens.demo;

/**
 * Artificial reverberation.
 *
 * <p>Source: M. R. Schroeder, "Natural sounding artificial reverberation", 1962: parallel combs, then all-passes.
 */
final class Room {
    private static final double[] COMB_SECONDS = {0.0297, 0.0371, 0.0411, 0.0437};
    private static final double[] ALL_PASS_SECONDS = {0.005, 0.0017};

    private Room() {}

    /**
     * Returns a sound's reverberation in a room of random size and decay time, without the tail after the sound's end.
     */
    static double[] reverberate(RenderContext context, double[] sound) {
        double size = context.uniform(0.5, 1.3);
        double rt60Seconds = context.uniform(0.2, 1.2);
        double[] out = new double[sound.length];
        for (double seconds : COMB_SECONDS) {
            double[] delayLine = new double[Math.max(1, context.samples(seconds * size))];
            double feedback = StrictMath.pow(0.001, seconds * size / rt60Seconds);
            double lowPassed = 0;
            for (int i = 0, position = 0; i < sound.length; i++, position = (position + 1) % delayLine.length) {
                double delayed = delayLine[position];
                lowPassed = 0.6 * delayed + 0.4 * lowPassed;
                delayLine[position] = sound[i] + feedback * lowPassed;
                out[i] += 0.25 * delayed;
            }
        }
        for (double seconds : ALL_PASS_SECONDS) {
            double[] delayLine = new double[Math.max(1, context.samples(seconds))];
            for (int i = 0, position = 0; i < out.length; i++, position = (position + 1) % delayLine.length) {
                double delayed = delayLine[position];
                double input = out[i] + 0.7 * delayed;
                delayLine[position] = input;
                out[i] = delayed - 0.7 * input;
            }
        }
        return out;
    }
}
