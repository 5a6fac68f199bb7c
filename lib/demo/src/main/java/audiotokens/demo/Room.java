package audiotokens.demo;

/**
 * Reverberation.
 *
 * <p>Source: M. R. Schroeder, "Natural sounding artificial reverberation", 1962: parallel combs, then all-passes.
 */
final class Room {
    private static final double[] COMB_SECONDS = {0.0297, 0.0371, 0.0411, 0.0437};
    private static final double[] ALL_PASS_SECONDS = {0.005, 0.0017};

    private Room() {}

    /** The reverberation of a sound in a room of random size and damping, as long as the sound. */
    static double[] answer(RenderContext context, double[] sound) {
        double size = context.uniform(0.5, 1.3);
        double reverberation = context.uniform(0.2, 1.2);
        double[] out = new double[sound.length];
        for (double seconds : COMB_SECONDS) {
            double[] line = new double[Math.max(1, context.samples(seconds * size))];
            double feedback = StrictMath.pow(0.001, seconds * size / reverberation);
            double dull = 0;
            for (int i = 0, position = 0; i < sound.length; i++, position = (position + 1) % line.length) {
                double echo = line[position];
                dull = 0.6 * echo + 0.4 * dull;
                line[position] = sound[i] + feedback * dull;
                out[i] += 0.25 * echo;
            }
        }
        for (double seconds : ALL_PASS_SECONDS) {
            double[] line = new double[Math.max(1, context.samples(seconds))];
            for (int i = 0, position = 0; i < out.length; i++, position = (position + 1) % line.length) {
                double echo = line[position];
                double fed = out[i] + 0.7 * echo;
                line[position] = fed;
                out[i] = echo - 0.7 * fed;
            }
        }
        return out;
    }
}
