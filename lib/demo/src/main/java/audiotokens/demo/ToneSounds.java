package audiotokens.demo;

import java.util.Arrays;

/** Renders pitched sounds: bell, siren, engine, beep, whistling, guitar. */
final class ToneSounds {
    private ToneSounds() {}

    /** Partials of a church bell as ratios to the strike note: hum, prime, tierce, quint, nominal and above. */
    private static final double[] BELL_PARTIALS = {0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.16};

    /** Strikes of a bell; high partials decay faster. */
    static double[] bell(RenderContext context) {
        double[] out = new double[context.length()];
        double strikeFrequency = context.logUniform(260, 950);
        double decaySeconds = context.uniform(0.8, 2.6);
        double interval = context.uniform(0.7, 2.4);
        double[] amplitudes = new double[BELL_PARTIALS.length];
        Arrays.setAll(amplitudes, k -> context.uniform(0.3, 1) / Math.sqrt(1 + k));
        for (double seconds = context.uniform(0, 0.6);
                seconds < context.seconds();
                seconds += interval * context.uniform(0.95, 1.05)) {
            double force = context.uniform(0.6, 1);
            int start = context.samples(seconds);
            for (int k = 0; k < BELL_PARTIALS.length; k++) {
                double frequency = strikeFrequency * BELL_PARTIALS[k];
                if (frequency < 0.45 * context.rate()) {
                    addDecayingSine(
                            context,
                            out,
                            start,
                            frequency,
                            decaySeconds / Math.sqrt(BELL_PARTIALS[k]),
                            force * amplitudes[k]);
                }
            }
        }
        return out;
    }

    /** Adds a sine that decays from {@code amplitude} to 5% within {@code seconds}, computed by complex rotation. */
    static void addDecayingSine(
            RenderContext context, double[] out, int start, double frequency, double seconds, double amplitude) {
        double angle = 2 * Math.PI * frequency / context.rate();
        double decayPerSample = StrictMath.exp(-1 / (seconds * context.rate() / 3));
        double rotationRe = decayPerSample * StrictMath.cos(angle);
        double rotationIm = decayPerSample * StrictMath.sin(angle);
        double re = amplitude;
        double im = 0;
        int end = Math.min(out.length, start + context.samples(2.5 * seconds));
        for (int i = start; i < end; i++) {
            out[i] += im;
            double nextRe = re * rotationRe - im * rotationIm;
            im = re * rotationIm + im * rotationRe;
            re = nextRe;
        }
    }

    /** A siren: a wail, or two alternating tones. */
    static double[] siren(RenderContext context) {
        double[] out = new double[context.length()];
        double lowPitch = context.logUniform(450, 750);
        double highPitch = lowPitch * context.uniform(1.4, 2.4);
        double period = context.logUniform(0.35, 4);
        boolean twoTones = context.random().nextDouble() < 0.35;
        double[] amplitudes = {1, 0.6, 0.45, 0.2, 0.15, 0.1};
        Oscillator horn = new Oscillator(context.rate());
        double shift = context.uniform(0, 1);
        for (int i = 0; i < out.length; i++) {
            double position = ((double) i / context.rate() / (twoTones ? Math.max(period, 0.8) : period) + shift) % 1;
            double relativePitch = twoTones ? (position < 0.5 ? 0 : 1) : 1 - Math.abs(2 * position - 1);
            out[i] = horn.harmonics(lowPitch + (highPitch - lowPitch) * relativePitch, amplitudes);
        }
        return out;
    }

    /** An engine: firing pulses with many harmonics, and noise modulated by them. */
    static double[] engine(RenderContext context) {
        double[] out = new double[context.length()];
        double firingFrequency = context.logUniform(28, 95);
        double[] amplitudes = new double[40];
        double resonance = context.uniform(120, 420);
        for (int k = 0; k < amplitudes.length; k++) {
            double relativeDistance = (firingFrequency * (k + 1) - resonance) / resonance;
            amplitudes[k] =
                    context.uniform(0.3, 1) * (1.5 / (1 + 3 * relativeDistance * relativeDistance) + 1.0 / (k + 1));
        }
        double[] throttle = context.randomCurve(context.uniform(0.2, 0.9));
        double modulationDepth = context.uniform(0.04, 0.3);
        Oscillator crank = new Oscillator(context.rate());
        Oscillator beat = new Oscillator(context.rate());
        Filter rattle = Filter.bandPass(context.uniform(700, 1800), 0.7, context.rate());
        for (int i = 0; i < out.length; i++) {
            double frequency = firingFrequency * (1 + modulationDepth * throttle[i]);
            double pulse = 0.5 + 0.5 * beat.sine(frequency);
            out[i] = crank.harmonics(frequency, amplitudes) + 2.5 * pulse * pulse * rattle.next(context.noise());
        }
        return out;
    }

    /** A periodic beep. */
    static double[] beep(RenderContext context) {
        double[] out = new double[context.length()];
        double pitch = context.logUniform(800, 3000);
        double period = context.logUniform(0.16, 0.9);
        double dutyCycle = context.uniform(0.35, 0.6);
        double[] amplitudes = {1, 0, context.uniform(0, 0.33), 0, context.uniform(0, 0.2)};
        Oscillator buzzer = new Oscillator(context.rate());
        for (int i = 0; i < out.length; i++) {
            double position = (double) i / context.rate() % period;
            double envelope = Math.min(position, dutyCycle * period - position) / 0.004;
            out[i] = buzzer.harmonics(pitch, amplitudes) * Math.clamp(envelope, 0, 1);
        }
        return out;
    }

    /** Whistling: nearly pure tones with glides, vibrato and breath noise. */
    static double[] whistling(RenderContext context) {
        double[] out = new double[context.length()];
        double key = context.logUniform(900, 1700);
        int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
        double vibratoRate = context.uniform(4.5, 6.5);
        double vibratoDepth = context.uniform(0.003, 0.02);
        Oscillator lips = new Oscillator(context.rate());
        Oscillator vibrato = new Oscillator(context.rate());
        double pitch = key;
        double breathGain = context.uniform(0.02, 0.1);
        for (int start = 0; start < out.length; ) {
            double target = key * StrictMath.pow(2, scale[context.uniformInt(0, 7)] / 12.0);
            int length = Math.min(context.samples(context.uniform(0.18, 0.7)), out.length - start);
            boolean isRest = context.random().nextDouble() < 0.12;
            for (int i = 0; i < length; i++) {
                pitch += (target - pitch) * 80 / context.rate();
                double envelope = Math.clamp(Math.min(i, length - i) / (0.025 * context.rate()), 0, 1);
                double tone = lips.sine(pitch * (1 + vibratoDepth * vibrato.sine(vibratoRate)));
                out[start + i] = isRest ? 0 : (tone + breathGain * context.noise()) * (0.35 + 0.65 * envelope);
            }
            start += length;
        }
        return out;
    }

    /**
     * A guitar: plucked strings.
     *
     * <p>Source: K. Karplus and A. Strong, "Digital synthesis of plucked-string and drum timbres", 1983.
     */
    static double[] guitar(RenderContext context) {
        double[] out = new double[context.length()];
        double root = context.logUniform(100, 200);
        int[] chord = context.random().nextBoolean() ? new int[] {0, 4, 7, 12, 16} : new int[] {0, 3, 7, 12, 15};
        double interval = context.uniform(0.16, 0.5);
        double damping = context.uniform(0.993, 0.998);
        for (double seconds = context.uniform(0, 0.3);
                seconds < context.seconds();
                seconds += interval * context.uniform(0.9, 1.1)) {
            double pitch =
                    root * StrictMath.pow(2, (chord[context.uniformInt(0, 4)] + 5 * context.uniformInt(0, 1)) / 12.0);
            pluck(context, out, context.samples(seconds), pitch, damping);
        }
        return out;
    }

    private static void pluck(RenderContext context, double[] out, int start, double pitch, double damping) {
        double[] string = new double[Math.max(2, (int) (context.rate() / pitch))];
        double force = context.uniform(0.5, 1);
        double previous = 0;
        for (int i = 0; i < string.length; i++) {
            previous = 0.5 * (previous + context.noise());
            string[i] = force * previous;
        }
        int end = Math.min(out.length, start + context.samples(1.8));
        for (int i = start, position = 0; i < end; i++, position = (position + 1) % string.length) {
            double sample = string[position];
            out[i] += sample;
            string[position] = damping * 0.5 * (sample + string[(position + 1) % string.length]);
        }
    }
}
