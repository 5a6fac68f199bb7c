package audiotokens.demo;

import java.util.Arrays;

/** Sounds with a pitch that people make: bell, siren, engine, beep, whistling, guitar. */
final class ToneSounds {
    private ToneSounds() {}

    /** Partials of a church bell as ratios to the strike note: hum, prime, tierce, quint, nominal and above. */
    private static final double[] BELL_PARTIALS = {0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.16};

    /** Strikes of one bell; high partials die first. */
    static double[] bell(Take take) {
        double[] out = new double[take.length()];
        double strike = take.logarithmic(260, 950);
        double ring = take.uniform(0.8, 2.6);
        double every = take.uniform(0.7, 2.4);
        double[] loudness = new double[BELL_PARTIALS.length];
        Arrays.setAll(loudness, k -> take.uniform(0.3, 1) / Math.sqrt(1 + k));
        for (double at = take.uniform(0, 0.6); at < take.seconds(); at += every * take.uniform(0.95, 1.05)) {
            double force = take.uniform(0.6, 1);
            int start = take.samples(at);
            for (int k = 0; k < BELL_PARTIALS.length; k++) {
                double frequency = strike * BELL_PARTIALS[k];
                if (frequency < 0.45 * take.rate()) {
                    decay(take, out, start, frequency, ring / Math.sqrt(BELL_PARTIALS[k]), force * loudness[k]);
                }
            }
        }
        return out;
    }

    /** Adds a decaying sine, computed as a rotation. */
    static void decay(Take take, double[] out, int start, double frequency, double seconds, double loudness) {
        double angle = 2 * Math.PI * frequency / take.rate();
        double shrink = StrictMath.exp(-1 / (seconds * take.rate() / 3));
        double turnRe = shrink * StrictMath.cos(angle);
        double turnIm = shrink * StrictMath.sin(angle);
        double re = loudness;
        double im = 0;
        int end = Math.min(out.length, start + take.samples(2.5 * seconds));
        for (int i = start; i < end; i++) {
            out[i] += im;
            double next = re * turnRe - im * turnIm;
            im = re * turnIm + im * turnRe;
            re = next;
        }
    }

    /** A wail up and down, or two tones in turn. */
    static double[] siren(Take take) {
        double[] out = new double[take.length()];
        double low = take.logarithmic(450, 750);
        double high = low * take.uniform(1.4, 2.4);
        double period = take.logarithmic(0.35, 4);
        boolean twoTones = take.random().nextDouble() < 0.35;
        double[] amplitudes = {1, 0.6, 0.45, 0.2, 0.15, 0.1};
        Oscillator horn = new Oscillator(take.rate());
        double shift = take.uniform(0, 1);
        for (int i = 0; i < out.length; i++) {
            double place = ((double) i / take.rate() / (twoTones ? Math.max(period, 0.8) : period) + shift) % 1;
            double height = twoTones ? (place < 0.5 ? 0 : 1) : 1 - Math.abs(2 * place - 1);
            out[i] = horn.harmonics(low + (high - low) * height, amplitudes);
        }
        return out;
    }

    /** Firing pulses with many harmonics, some stronger than others, and noise that beats with them. */
    static double[] engine(Take take) {
        double[] out = new double[take.length()];
        double firing = take.logarithmic(28, 95);
        double[] amplitudes = new double[40];
        double body = take.uniform(120, 420);
        for (int k = 0; k < amplitudes.length; k++) {
            double away = (firing * (k + 1) - body) / body;
            amplitudes[k] = take.uniform(0.3, 1) * (1.5 / (1 + 3 * away * away) + 1.0 / (k + 1));
        }
        double[] throttle = take.wander(take.uniform(0.2, 0.9));
        double swing = take.uniform(0.04, 0.3);
        Oscillator crank = new Oscillator(take.rate());
        Oscillator beat = new Oscillator(take.rate());
        Filter rattle = Filter.bandPass(take.uniform(700, 1800), 0.7, take.rate());
        for (int i = 0; i < out.length; i++) {
            double rate = firing * (1 + swing * throttle[i]);
            double pulse = 0.5 + 0.5 * beat.sine(rate);
            out[i] = crank.harmonics(rate, amplitudes) + 2.5 * pulse * pulse * rattle.next(take.noise());
        }
        return out;
    }

    /** One tone, on and off at a steady pace. */
    static double[] beep(Take take) {
        double[] out = new double[take.length()];
        double pitch = take.logarithmic(800, 3000);
        double period = take.logarithmic(0.16, 0.9);
        double on = take.uniform(0.35, 0.6);
        double[] amplitudes = {1, 0, take.uniform(0, 0.33), 0, take.uniform(0, 0.2)};
        Oscillator buzzer = new Oscillator(take.rate());
        for (int i = 0; i < out.length; i++) {
            double within = (double) i / take.rate() % period;
            double edge = Math.min(within, on * period - within) / 0.004;
            out[i] = buzzer.harmonics(pitch, amplitudes) * Math.clamp(edge, 0, 1);
        }
        return out;
    }

    /** A tune without words: almost pure tones that glide into each other, with vibrato and breath. */
    static double[] whistling(Take take) {
        double[] out = new double[take.length()];
        double key = take.logarithmic(900, 1700);
        int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
        double vibratoRate = take.uniform(4.5, 6.5);
        double vibratoDepth = take.uniform(0.003, 0.02);
        Oscillator lips = new Oscillator(take.rate());
        Oscillator vibrato = new Oscillator(take.rate());
        double pitch = key;
        double breath = take.uniform(0.02, 0.1);
        for (int at = 0; at < out.length; ) {
            double target = key * StrictMath.pow(2, scale[take.whole(0, 7)] / 12.0);
            int length = Math.min(take.samples(take.uniform(0.18, 0.7)), out.length - at);
            boolean rest = take.random().nextDouble() < 0.12;
            for (int i = 0; i < length; i++) {
                pitch += (target - pitch) * 80 / take.rate();
                double edge = Math.clamp(Math.min(i, length - i) / (0.025 * take.rate()), 0, 1);
                double tone = lips.sine(pitch * (1 + vibratoDepth * vibrato.sine(vibratoRate)));
                out[at + i] = rest ? 0 : (tone + breath * take.noise()) * (0.35 + 0.65 * edge);
            }
            at += length;
        }
        return out;
    }

    /**
     * Plucked strings.
     *
     * <p>Source: K. Karplus and A. Strong, "Digital synthesis of plucked-string and drum timbres", 1983.
     */
    static double[] guitar(Take take) {
        double[] out = new double[take.length()];
        double root = take.logarithmic(100, 200);
        int[] chord = take.random().nextBoolean() ? new int[] {0, 4, 7, 12, 16} : new int[] {0, 3, 7, 12, 15};
        double pace = take.uniform(0.16, 0.5);
        double damping = take.uniform(0.993, 0.998);
        for (double at = take.uniform(0, 0.3); at < take.seconds(); at += pace * take.uniform(0.9, 1.1)) {
            double pitch = root * StrictMath.pow(2, (chord[take.whole(0, 4)] + 5 * take.whole(0, 1)) / 12.0);
            pluck(take, out, take.samples(at), pitch, damping);
        }
        return out;
    }

    private static void pluck(Take take, double[] out, int start, double pitch, double damping) {
        double[] string = new double[Math.max(2, (int) (take.rate() / pitch))];
        double force = take.uniform(0.5, 1);
        double previous = 0;
        for (int i = 0; i < string.length; i++) {
            previous = 0.5 * (previous + take.noise());
            string[i] = force * previous;
        }
        int end = Math.min(out.length, start + take.samples(1.8));
        for (int i = start, place = 0; i < end; i++, place = (place + 1) % string.length) {
            double sample = string[place];
            out[i] += sample;
            string[place] = damping * 0.5 * (sample + string[(place + 1) % string.length]);
        }
    }
}
