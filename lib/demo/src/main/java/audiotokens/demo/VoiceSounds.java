package audiotokens.demo;

import java.util.Arrays;

/** Renders voices: dog, bird, cricket, frog, and speech-like babble. */
final class VoiceSounds {
    private VoiceSounds() {}

    /** Groups of barks: a short cry with rising and falling pitch, two formants and breath noise. */
    static double[] bark(RenderContext context) {
        double[] out = new double[context.length()];
        double size = context.logUniform(0.7, 1.6);
        double barkSeconds = context.uniform(0.13, 0.28) / Math.sqrt(size);
        double breathFraction = context.uniform(0.2, 0.6);
        int start = context.samples(context.uniform(0, 0.4));
        while (start < context.length()) {
            int groupSize = context.uniformInt(1, 4);
            for (int bark = 0; bark < groupSize && start < context.length(); bark++) {
                cry(
                        context,
                        out,
                        start,
                        barkSeconds * context.uniform(0.85, 1.15),
                        size * context.uniform(0.95, 1.05),
                        breathFraction);
                start += context.samples(barkSeconds + context.uniform(0.08, 0.25));
            }
            start += context.samples(context.uniform(0.4, 1.8));
        }
        return out;
    }

    private static void cry(
            RenderContext context, double[] out, int start, double seconds, double size, double breathFraction) {
        int length = Math.min(context.samples(seconds), out.length - start);
        Oscillator voice = new Oscillator(context.rate());
        Filter firstFormant = Filter.bandPass(650 * size, 2, context.rate());
        Filter secondFormant = Filter.bandPass(1500 * size, 2.5, context.rate());
        double[] amplitudes = new double[24];
        Arrays.setAll(amplitudes, k -> 1 / Math.sqrt(k + 1.0));
        for (int i = 0; i < length; i++) {
            double position = (double) i / length;
            double pitch = size * (280 + 420 * StrictMath.sin(Math.PI * Math.min(1, 0.15 + position)));
            double source =
                    voice.harmonics(pitch, amplitudes) * (1 - breathFraction) + breathFraction * 2 * context.noise();
            double envelope = Math.min(1, position * 12) * (1 - position) * (1 - position);
            out[start + i] += envelope * (firstFormant.next(source) + 0.7 * secondFormant.next(source));
        }
    }

    /** Bird song: short whistles that sweep between 2 and 7 kHz, one motif per bird. */
    static double[] bird(RenderContext context) {
        double[] out = new double[context.length()];
        int syllables = context.uniformInt(2, 6);
        double center = context.logUniform(2400, 5200);
        double[] startPitch = new double[syllables];
        double[] endPitch = new double[syllables];
        double[] seconds = new double[syllables];
        for (int i = 0; i < syllables; i++) {
            startPitch[i] = center * context.logUniform(0.75, 1.35);
            endPitch[i] = center * context.logUniform(0.75, 1.35);
            seconds[i] = context.uniform(0.04, 0.16);
        }
        double trillFrequency = context.uniform(0, 60);
        int start = context.samples(context.uniform(0, 0.5));
        while (start < context.length()) {
            for (int i = 0; i < syllables && start < context.length(); i++) {
                int length = Math.min(context.samples(seconds[i]), context.length() - start);
                Oscillator voice = new Oscillator(context.rate());
                Oscillator vibrato = new Oscillator(context.rate());
                for (int n = 0; n < length; n++) {
                    double position = (double) n / length;
                    double pitch = startPitch[i]
                            + (endPitch[i] - startPitch[i]) * position
                            + 150 * vibrato.sine(trillFrequency);
                    out[start + n] += voice.sine(pitch) * StrictMath.sin(Math.PI * position);
                }
                start += length + context.samples(context.uniform(0.02, 0.07));
            }
            start += context.samples(context.uniform(0.3, 1.4));
        }
        return out;
    }

    /** A cricket: periodic chirps of three to five pulses of a high tone. */
    static double[] cricket(RenderContext context) {
        double[] out = new double[context.length()];
        double pitch = context.logUniform(3400, 6200);
        int pulseCount = context.uniformInt(3, 5);
        double pulseSeconds = context.uniform(0.012, 0.02);
        double spacing = pulseSeconds * context.uniform(1.6, 2.2);
        double period = pulseCount * spacing + context.uniform(0.12, 0.45);
        Oscillator wing = new Oscillator(context.rate());
        for (int i = 0; i < out.length; i++) {
            double timeInPeriod = (double) i / context.rate() % period;
            double position = timeInPeriod % spacing / pulseSeconds;
            boolean active = timeInPeriod < pulseCount * spacing && position < 1;
            double tone = wing.sine(pitch);
            out[i] = active ? tone * StrictMath.sin(Math.PI * position) : 0;
        }
        return out;
    }

    /** A frog: trains of 25 to 70 pulses per second, which excite two resonances. */
    static double[] frog(RenderContext context) {
        double[] out = new double[context.length()];
        double resonance = context.logUniform(450, 1300);
        double pulsesPerSecond = context.uniform(25, 70);
        double croakSeconds = context.uniform(0.25, 0.7);
        double pauseSeconds = context.uniform(0.3, 1.2);
        Filter lowResonance = Filter.bandPass(resonance, 9, context.rate());
        Filter highResonance = Filter.bandPass(resonance * 2.2, 9, context.rate());
        Oscillator vocalFolds = new Oscillator(context.rate());
        double period = croakSeconds + pauseSeconds;
        double shiftSeconds = context.uniform(0, period);
        for (int i = 0; i < out.length; i++) {
            double position = ((double) i / context.rate() + shiftSeconds) % period / croakSeconds;
            double pulseFrequency = pulsesPerSecond * (1.15 - 0.3 * Math.min(position, 1));
            vocalFolds.sine(pulseFrequency);
            double excitation = position < 1 && vocalFolds.startedPeriod(pulseFrequency)
                    ? 60 * StrictMath.sin(Math.PI * position)
                    : 0;
            out[i] = lowResonance.next(excitation) + 0.4 * highResonance.next(excitation);
        }
        return out;
    }

    /** First three formants of five vowels, in Hz; after G. E. Peterson and H. L. Barney, 1952, rounded. */
    private static final double[][] VOWELS = {
        {730, 1090, 2440}, {530, 1840, 2480}, {270, 2290, 3010}, {570, 840, 2410}, {300, 870, 2240}
    };

    /** Speech: a voiced source through formants that glide between vowels, with fricatives and pauses. */
    static double[] speech(RenderContext context) {
        double[] out = new double[context.length()];
        double pitch = context.logUniform(90, 240);
        double formantScale = 0.85 + 0.3 * (pitch - 90) / 150;
        double[] intonation = context.randomCurve(1.5);
        double[] amplitudes = new double[60];
        Arrays.setAll(amplitudes, k -> StrictMath.pow(k + 1.0, -1.1));
        Oscillator vocalFolds = new Oscillator(context.rate());
        Filter hiss = Filter.bandPass(context.uniform(3500, 5500), 1.2, context.rate());
        double[] formants = VOWELS[context.uniformInt(0, 4)].clone();
        Filter[] resonances = resonances(formants, formantScale, context.rate());
        int start = 0;
        while (start < out.length) {
            double[] target = VOWELS[context.uniformInt(0, 4)];
            boolean fricative = context.random().nextDouble() < 0.25;
            boolean pause = context.random().nextDouble() < 0.14;
            int length = Math.min(
                    context.samples(pause ? context.uniform(0.2, 0.6) : context.uniform(0.09, 0.24)),
                    out.length - start);
            double stress = context.uniform(0.5, 1);
            for (int i = 0; i < length; i++) {
                double position = (double) i / length;
                if (i % 64 == 0) {
                    for (int f = 0; f < 3; f++) {
                        formants[f] += (target[f] - formants[f]) * Math.min(1, 64.0 / context.samples(0.03));
                    }
                }
                double envelope = stress * StrictMath.sin(Math.PI * (0.08 + 0.84 * position));
                double voiced = vocalFolds.harmonics(pitch * (1 + 0.22 * intonation[start + i]), amplitudes);
                if (i % 64 == 0) {
                    resonances = movedResonances(resonances, formants, formantScale, context.rate());
                }
                double vowel = resonances[0].next(voiced)
                        + 0.6 * resonances[1].next(voiced)
                        + 0.3 * resonances[2].next(voiced);
                double breath = hiss.next(context.noise());
                out[start + i] = pause ? 0 : envelope * (fricative ? 0.5 * breath : vowel);
            }
            start += length;
        }
        return out;
    }

    private static Filter[] movedResonances(Filter[] previous, double[] formants, double formantScale, int rate) {
        Filter[] movedResonances = resonances(formants, formantScale, rate);
        for (int f = 0; f < movedResonances.length; f++) {
            movedResonances[f].withStateOf(previous[f]);
        }
        return movedResonances;
    }

    private static Filter[] resonances(double[] formants, double formantScale, int rate) {
        Filter[] resonances = new Filter[formants.length];
        Arrays.setAll(resonances, f -> Filter.bandPass(formants[f] * formantScale, 7, rate));
        return resonances;
    }
}
