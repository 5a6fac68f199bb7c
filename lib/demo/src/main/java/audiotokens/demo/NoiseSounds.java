package audiotokens.demo;

/** Unpitched sounds: rain, wind, thunder, a clock, knocking. */
final class NoiseSounds {
    private NoiseSounds() {}

    /** Rain: hiss and drops that ring for a few milliseconds. */
    static double[] rain(RenderContext context) {
        double[] out =
                Filter.highPass(context.uniform(900, 2500), context.rate()).apply(context.whiteNoise());
        double drops = context.logarithmic(30, 250);
        double hiss = context.uniform(0.05, 0.2);
        for (int i = 0; i < out.length; i++) {
            out[i] *= hiss;
        }
        int count = (int) (drops * context.seconds());
        for (int drop = 0; drop < count; drop++) {
            int at = context.random().nextInt(Math.max(1, out.length));
            double loudness = context.logarithmic(0.1, 1);
            ToneSounds.decay(
                    context, out, at, context.logarithmic(1800, 6500), context.uniform(0.004, 0.012), loudness);
        }
        return out;
    }

    /** Wind: low noise and a whistle that follows the gusts. */
    static double[] wind(RenderContext context) {
        double[] gusts = context.wander(context.uniform(0.3, 1));
        double center = context.logarithmic(250, 700);
        double quality = context.uniform(2, 6);
        double[] out = context.whiteNoise();
        Filter low = Filter.lowPass(180, context.rate());
        Filter whistle = Filter.bandPass(center, quality, context.rate());
        for (int i = 0; i < out.length; i++) {
            if (i % 128 == 0) {
                double pitch = center * StrictMath.pow(2, 0.8 * gusts[i]);
                whistle = Filter.bandPass(pitch, quality, context.rate()).continuing(whistle);
            }
            double strength = 0.2 + 0.8 * StrictMath.pow(0.5 + 0.5 * gusts[i], 2);
            out[i] = strength * (0.8 * low.next(out[i]) + whistle.next(out[i]));
        }
        return out;
    }

    /** Thunder: a crack, then a decaying rumble. */
    static double[] thunder(RenderContext context) {
        double[] out = new double[context.length()];
        for (double at = context.uniform(0, 1); at < context.seconds(); at += context.uniform(3, 5.5)) {
            int start = context.samples(at);
            RenderContext rest = context.part(start, context.uniform(3, 6));
            double[] roll = rest.wander(context.uniform(3, 7));
            Filter rumble = Filter.lowPass(context.uniform(70, 160), context.rate());
            Filter crack = Filter.lowPass(context.uniform(900, 2500), context.rate());
            double fade = context.uniform(0.7, 1.6);
            double nearness = context.uniform(0.1, 0.8);
            for (int i = 0; i < rest.length(); i++) {
                double seconds = (double) i / context.rate();
                double noise = context.noise();
                double swell = Math.min(1, seconds / 0.05) * StrictMath.exp(-seconds / fade) * (0.6 + 0.4 * roll[i]);
                out[start + i] +=
                        6 * swell * rumble.next(noise) + nearness * StrictMath.exp(-seconds / 0.12) * crack.next(noise);
            }
        }
        return out;
    }

    /** A clock: alternating short clicks, the tick higher than the tock. */
    static double[] tickTock(RenderContext context) {
        double[] out = new double[context.length()];
        double every = context.logarithmic(0.2, 0.6);
        double tick = context.logarithmic(2200, 4800);
        double tock = tick * context.uniform(0.6, 0.85);
        double ring = context.uniform(0.006, 0.03);
        boolean first = true;
        for (double at = context.uniform(0, every); at < context.seconds(); at += every) {
            int start = context.samples(at);
            double pitch = first ? tick : tock;
            ToneSounds.decay(context, out, start, pitch, ring, 1);
            ToneSounds.decay(context, out, start, Math.min(pitch * 1.47, 0.45 * context.rate()), ring * 0.7, 0.6);
            burst(context, out, start, 0.003, 0.5);
            first = !first;
        }
        return out;
    }

    /** Groups of knocks on a door: quickly damped low modes of a board. */
    static double[] knock(RenderContext context) {
        double[] out = new double[context.length()];
        double board = context.logarithmic(110, 300);
        double between = context.uniform(0.16, 0.34);
        double at = context.uniform(0, 0.5);
        while (at < context.seconds()) {
            int knocks = context.whole(2, 5);
            for (int i = 0; i < knocks; i++, at += between * context.uniform(0.95, 1.05)) {
                int start = context.samples(at);
                double force = context.uniform(0.7, 1);
                ToneSounds.decay(context, out, start, board, 0.12, force);
                ToneSounds.decay(context, out, start, board * 2.3, 0.08, 0.7 * force);
                ToneSounds.decay(context, out, start, board * 4.1, 0.05, 0.4 * force);
                burst(context, out, start, 0.004, 0.5 * force);
            }
            at += context.uniform(0.6, 1.6);
        }
        return out;
    }

    /** Adds a burst of noise that decays within {@code seconds}. */
    static void burst(RenderContext context, double[] out, int start, double seconds, double loudness) {
        int length = Math.min(context.samples(seconds), out.length - start);
        for (int i = 0; i < length; i++) {
            out[start + i] += loudness * context.noise() * (1 - (double) i / length);
        }
    }
}
