package audiotokens.demo;

/** Sounds without a pitch: rain, wind, thunder, a clock, knocking. */
final class NoiseSounds {
    private NoiseSounds() {}

    /** Hiss, and drops that each ring for a few milliseconds. */
    static double[] rain(Take take) {
        double[] out = Filter.highPass(take.uniform(900, 2500), take.rate()).apply(take.whiteNoise());
        double drops = take.logarithmic(30, 250);
        double hiss = take.uniform(0.05, 0.2);
        for (int i = 0; i < out.length; i++) {
            out[i] *= hiss;
        }
        int count = (int) (drops * take.seconds());
        for (int drop = 0; drop < count; drop++) {
            int at = take.random().nextInt(Math.max(1, out.length));
            double loudness = take.logarithmic(0.1, 1);
            ToneSounds.decay(take, out, at, take.logarithmic(1800, 6500), take.uniform(0.004, 0.012), loudness);
        }
        return out;
    }

    /** Low noise with a whistle in it that rises and falls with the gusts. */
    static double[] wind(Take take) {
        double[] gusts = take.wander(take.uniform(0.3, 1));
        double centre = take.logarithmic(250, 700);
        double quality = take.uniform(2, 6);
        double[] out = take.whiteNoise();
        Filter low = Filter.lowPass(180, take.rate());
        Filter whistle = null;
        for (int i = 0; i < out.length; i++) {
            if (i % 128 == 0) {
                double pitch = centre * StrictMath.pow(2, 0.8 * gusts[i]);
                whistle = Filter.bandPass(pitch, quality, take.rate()).continuing(whistle);
            }
            double strength = 0.2 + 0.8 * StrictMath.pow(0.5 + 0.5 * gusts[i], 2);
            out[i] = strength * (0.8 * low.next(out[i]) + whistle.next(out[i]));
        }
        return out;
    }

    /** Claps with a crack, then a rumble that rolls and dies away. */
    static double[] thunder(Take take) {
        double[] out = new double[take.length()];
        for (double at = take.uniform(0, 1); at < take.seconds(); at += take.uniform(3, 5.5)) {
            int start = take.samples(at);
            Take rest = take.part(start, take.uniform(3, 6));
            double[] roll = rest.wander(take.uniform(3, 7));
            Filter rumble = Filter.lowPass(take.uniform(70, 160), take.rate());
            Filter crack = Filter.lowPass(take.uniform(900, 2500), take.rate());
            double fade = take.uniform(0.7, 1.6);
            double nearness = take.uniform(0.1, 0.8);
            for (int i = 0; i < rest.length(); i++) {
                double seconds = (double) i / take.rate();
                double noise = take.noise();
                double swell = Math.min(1, seconds / 0.05) * StrictMath.exp(-seconds / fade) * (0.6 + 0.4 * roll[i]);
                out[start + i] +=
                        6 * swell * rumble.next(noise) + nearness * StrictMath.exp(-seconds / 0.12) * crack.next(noise);
            }
        }
        return out;
    }

    /** A clock: two short clicks in turn, tick higher than tock. */
    static double[] tickTock(Take take) {
        double[] out = new double[take.length()];
        double every = take.logarithmic(0.2, 0.6);
        double tick = take.logarithmic(2200, 4800);
        double tock = tick * take.uniform(0.6, 0.85);
        double ring = take.uniform(0.006, 0.03);
        boolean first = true;
        for (double at = take.uniform(0, every); at < take.seconds(); at += every) {
            int start = take.samples(at);
            double pitch = first ? tick : tock;
            ToneSounds.decay(take, out, start, pitch, ring, 1);
            ToneSounds.decay(take, out, start, Math.min(pitch * 1.47, 0.45 * take.rate()), ring * 0.7, 0.6);
            burst(take, out, start, 0.003, 0.5);
            first = !first;
        }
        return out;
    }

    /** Groups of knocks on a door: low modes of a board, quickly damped. */
    static double[] knock(Take take) {
        double[] out = new double[take.length()];
        double board = take.logarithmic(110, 300);
        double between = take.uniform(0.16, 0.34);
        double at = take.uniform(0, 0.5);
        while (at < take.seconds()) {
            int knocks = take.whole(2, 5);
            for (int i = 0; i < knocks; i++, at += between * take.uniform(0.95, 1.05)) {
                int start = take.samples(at);
                double force = take.uniform(0.7, 1);
                ToneSounds.decay(take, out, start, board, 0.12, force);
                ToneSounds.decay(take, out, start, board * 2.3, 0.08, 0.7 * force);
                ToneSounds.decay(take, out, start, board * 4.1, 0.05, 0.4 * force);
                burst(take, out, start, 0.004, 0.5 * force);
            }
            at += take.uniform(0.6, 1.6);
        }
        return out;
    }

    /** Adds a burst of noise that dies away within {@code seconds}. */
    static void burst(Take take, double[] out, int start, double seconds, double loudness) {
        int length = Math.min(take.samples(seconds), out.length - start);
        for (int i = 0; i < length; i++) {
            out[start + i] += loudness * take.noise() * (1 - (double) i / length);
        }
    }
}
