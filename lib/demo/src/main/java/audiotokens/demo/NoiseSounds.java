package audiotokens.demo;

/** Renders unpitched sounds: rain, wind, thunder, a clock, knocking. */
final class NoiseSounds {
    private NoiseSounds() {}

    /** Rain: hiss and drops that ring for a few milliseconds. */
    static double[] rain(RenderContext context) {
        double[] out =
                Filter.highPass(context.uniform(900, 2500), context.rate()).apply(context.whiteNoise());
        double dropsPerSecond = context.logUniform(30, 250);
        double hissGain = context.uniform(0.05, 0.2);
        for (int i = 0; i < out.length; i++) {
            out[i] *= hissGain;
        }
        int dropCount = (int) (dropsPerSecond * context.seconds());
        for (int drop = 0; drop < dropCount; drop++) {
            int start = context.random().nextInt(Math.max(1, out.length));
            double amplitude = context.logUniform(0.1, 1);
            ToneSounds.addDecayingSine(
                    context, out, start, context.logUniform(1800, 6500), context.uniform(0.004, 0.012), amplitude);
        }
        return out;
    }

    /** Wind: low-frequency noise and a whistle that follows the gusts. */
    static double[] wind(RenderContext context) {
        double[] gusts = context.randomCurve(context.uniform(0.3, 1));
        double center = context.logUniform(250, 700);
        double quality = context.uniform(2, 6);
        double[] out = context.whiteNoise();
        Filter lowPass = Filter.lowPass(180, context.rate());
        Filter whistle = Filter.bandPass(center, quality, context.rate());
        for (int i = 0; i < out.length; i++) {
            if (i % 128 == 0) {
                double pitch = center * StrictMath.pow(2, 0.8 * gusts[i]);
                whistle = Filter.bandPass(pitch, quality, context.rate()).withStateOf(whistle);
            }
            double gain = 0.2 + 0.8 * StrictMath.pow(0.5 + 0.5 * gusts[i], 2);
            out[i] = gain * (0.8 * lowPass.next(out[i]) + whistle.next(out[i]));
        }
        return out;
    }

    /** Thunder: a crack, then a decaying rumble. */
    static double[] thunder(RenderContext context) {
        double[] out = new double[context.length()];
        for (double seconds = context.uniform(0, 1); seconds < context.seconds(); seconds += context.uniform(3, 5.5)) {
            int start = context.samples(seconds);
            RenderContext strike = context.part(start, context.uniform(3, 6));
            double[] gainCurve = strike.randomCurve(context.uniform(3, 7));
            Filter rumble = Filter.lowPass(context.uniform(70, 160), context.rate());
            Filter crack = Filter.lowPass(context.uniform(900, 2500), context.rate());
            double decaySeconds = context.uniform(0.7, 1.6);
            double crackGain = context.uniform(0.1, 0.8);
            for (int i = 0; i < strike.length(); i++) {
                double elapsed = (double) i / context.rate();
                double noise = context.noise();
                double rumbleGain = Math.min(1, elapsed / 0.05)
                        * StrictMath.exp(-elapsed / decaySeconds)
                        * (0.6 + 0.4 * gainCurve[i]);
                out[start + i] += 6 * rumbleGain * rumble.next(noise)
                        + crackGain * StrictMath.exp(-elapsed / 0.12) * crack.next(noise);
            }
        }
        return out;
    }

    /** A clock: alternating short clicks, the tick higher than the tock. */
    static double[] tickTock(RenderContext context) {
        double[] out = new double[context.length()];
        double period = context.logUniform(0.2, 0.6);
        double tickPitch = context.logUniform(2200, 4800);
        double tockPitch = tickPitch * context.uniform(0.6, 0.85);
        double decaySeconds = context.uniform(0.006, 0.03);
        boolean isTick = true;
        for (double seconds = context.uniform(0, period); seconds < context.seconds(); seconds += period) {
            int start = context.samples(seconds);
            double pitch = isTick ? tickPitch : tockPitch;
            ToneSounds.addDecayingSine(context, out, start, pitch, decaySeconds, 1);
            ToneSounds.addDecayingSine(
                    context, out, start, Math.min(pitch * 1.47, 0.45 * context.rate()), decaySeconds * 0.7, 0.6);
            addBurst(context, out, start, 0.003, 0.5);
            isTick = !isTick;
        }
        return out;
    }

    /** Groups of knocks on a door: three low modes of a wooden board that decay quickly. */
    static double[] knock(RenderContext context) {
        double[] out = new double[context.length()];
        double modeFrequency = context.logUniform(110, 300);
        double interval = context.uniform(0.16, 0.34);
        double seconds = context.uniform(0, 0.5);
        while (seconds < context.seconds()) {
            int knocks = context.uniformInt(2, 5);
            for (int i = 0; i < knocks; i++, seconds += interval * context.uniform(0.95, 1.05)) {
                int start = context.samples(seconds);
                double force = context.uniform(0.7, 1);
                ToneSounds.addDecayingSine(context, out, start, modeFrequency, 0.12, force);
                ToneSounds.addDecayingSine(context, out, start, modeFrequency * 2.3, 0.08, 0.7 * force);
                ToneSounds.addDecayingSine(context, out, start, modeFrequency * 4.1, 0.05, 0.4 * force);
                addBurst(context, out, start, 0.004, 0.5 * force);
            }
            seconds += context.uniform(0.6, 1.6);
        }
        return out;
    }

    /** Adds a burst of noise that decays from {@code amplitude} to 0 within {@code seconds}. */
    static void addBurst(RenderContext context, double[] out, int start, double seconds, double amplitude) {
        int length = Math.min(context.samples(seconds), out.length - start);
        for (int i = 0; i < length; i++) {
            out[start + i] += amplitude * context.noise() * (1 - (double) i / length);
        }
    }
}
