package audiotokens.demo;

import java.util.Arrays;

/** Pitched man-made sounds: bell, siren, engine, beep, whistling, guitar. */
final class ToneSounds {
    private ToneSounds() {}

    /** Partials of a church bell as ratios to the strike note: hum, prime, tierce, quint, nominal and above. */
    private static final double[] BELL_PARTIALS = {0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.16};

    /** Strikes of a bell; high partials decay faster. */
    static double[] bell(RenderContext context) {
        double[] out = new double[context.length()];
        double strike = context.logarithmic(260, 950);
        double ring = context.uniform(0.8, 2.6);
        double every = context.uniform(0.7, 2.4);
        double[] loudness = new double[BELL_PARTIALS.length];
        Arrays.setAll(loudness, k -> context.uniform(0.3, 1) / Math.sqrt(1 + k));
        for (double at = context.uniform(0, 0.6); at < context.seconds(); at += every * context.uniform(0.95, 1.05)) {
            double force = context.uniform(0.6, 1);
            int start = context.samples(at);
            for (int k = 0; k < BELL_PARTIALS.length; k++) {
                double frequency = strike * BELL_PARTIALS[k];
                if (frequency < 0.45 * context.rate()) {
                    decay(context, out, start, frequency, ring / Math.sqrt(BELL_PARTIALS[k]), force * loudness[k]);
                }
            }
        }
        return out;
    }

    /** Adds a decaying sine, computed by complex rotation. */
    static void decay(
            RenderContext context, double[] out, int start, double frequency, double seconds, double loudness) {
        double angle = 2 * Math.PI * frequency / context.rate();
        double shrink = StrictMath.exp(-1 / (seconds * context.rate() / 3));
        double turnRe = shrink * StrictMath.cos(angle);
        double turnIm = shrink * StrictMath.sin(angle);
        double re = loudness;
        double im = 0;
        int end = Math.min(out.length, start + context.samples(2.5 * seconds));
        for (int i = start; i < end; i++) {
            out[i] += im;
            double next = re * turnRe - im * turnIm;
            im = re * turnIm + im * turnRe;
            re = next;
        }
    }

    /** A siren: a wail, or two alternating tones. */
    static double[] siren(RenderContext context) {
        double[] out = new double[context.length()];
        double low = context.logarithmic(450, 750);
        double high = low * context.uniform(1.4, 2.4);
        double period = context.logarithmic(0.35, 4);
        boolean twoTones = context.random().nextDouble() < 0.35;
        double[] amplitudes = {1, 0.6, 0.45, 0.2, 0.15, 0.1};
        Oscillator horn = new Oscillator(context.rate());
        double shift = context.uniform(0, 1);
        for (int i = 0; i < out.length; i++) {
            double position = ((double) i / context.rate() / (twoTones ? Math.max(period, 0.8) : period) + shift) % 1;
            double height = twoTones ? (position < 0.5 ? 0 : 1) : 1 - Math.abs(2 * position - 1);
            out[i] = horn.harmonics(low + (high - low) * height, amplitudes);
        }
        return out;
    }

    /** An engine: firing pulses with many harmonics, and noise modulated by them. */
    static double[] engine(RenderContext context) {
        double[] out = new double[context.length()];
        double firing = context.logarithmic(28, 95);
        double[] amplitudes = new double[40];
        double body = context.uniform(120, 420);
        for (int k = 0; k < amplitudes.length; k++) {
            double away = (firing * (k + 1) - body) / body;
            amplitudes[k] = context.uniform(0.3, 1) * (1.5 / (1 + 3 * away * away) + 1.0 / (k + 1));
        }
        double[] throttle = context.wander(context.uniform(0.2, 0.9));
        double swing = context.uniform(0.04, 0.3);
        Oscillator crank = new Oscillator(context.rate());
        Oscillator beat = new Oscillator(context.rate());
        Filter rattle = Filter.bandPass(context.uniform(700, 1800), 0.7, context.rate());
        for (int i = 0; i < out.length; i++) {
            double rate = firing * (1 + swing * throttle[i]);
            double pulse = 0.5 + 0.5 * beat.sine(rate);
            out[i] = crank.harmonics(rate, amplitudes) + 2.5 * pulse * pulse * rattle.next(context.noise());
        }
        return out;
    }

    /** A periodic beep. */
    static double[] beep(RenderContext context) {
        double[] out = new double[context.length()];
        double pitch = context.logarithmic(800, 3000);
        double period = context.logarithmic(0.16, 0.9);
        double on = context.uniform(0.35, 0.6);
        double[] amplitudes = {1, 0, context.uniform(0, 0.33), 0, context.uniform(0, 0.2)};
        Oscillator buzzer = new Oscillator(context.rate());
        for (int i = 0; i < out.length; i++) {
            double within = (double) i / context.rate() % period;
            double edge = Math.min(within, on * period - within) / 0.004;
            out[i] = buzzer.harmonics(pitch, amplitudes) * Math.clamp(edge, 0, 1);
        }
        return out;
    }

    /** Whistling: nearly pure tones with glides, vibrato and breath noise. */
    static double[] whistling(RenderContext context) {
        double[] out = new double[context.length()];
        double key = context.logarithmic(900, 1700);
        int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
        double vibratoRate = context.uniform(4.5, 6.5);
        double vibratoDepth = context.uniform(0.003, 0.02);
        Oscillator lips = new Oscillator(context.rate());
        Oscillator vibrato = new Oscillator(context.rate());
        double pitch = key;
        double breath = context.uniform(0.02, 0.1);
        for (int at = 0; at < out.length; ) {
            double target = key * StrictMath.pow(2, scale[context.whole(0, 7)] / 12.0);
            int length = Math.min(context.samples(context.uniform(0.18, 0.7)), out.length - at);
            boolean rest = context.random().nextDouble() < 0.12;
            for (int i = 0; i < length; i++) {
                pitch += (target - pitch) * 80 / context.rate();
                double edge = Math.clamp(Math.min(i, length - i) / (0.025 * context.rate()), 0, 1);
                double tone = lips.sine(pitch * (1 + vibratoDepth * vibrato.sine(vibratoRate)));
                out[at + i] = rest ? 0 : (tone + breath * context.noise()) * (0.35 + 0.65 * edge);
            }
            at += length;
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
        double root = context.logarithmic(100, 200);
        int[] chord = context.random().nextBoolean() ? new int[] {0, 4, 7, 12, 16} : new int[] {0, 3, 7, 12, 15};
        double pace = context.uniform(0.16, 0.5);
        double damping = context.uniform(0.993, 0.998);
        for (double at = context.uniform(0, 0.3); at < context.seconds(); at += pace * context.uniform(0.9, 1.1)) {
            double pitch = root * StrictMath.pow(2, (chord[context.whole(0, 4)] + 5 * context.whole(0, 1)) / 12.0);
            pluck(context, out, context.samples(at), pitch, damping);
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
