package audiotokens.demo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A clip of the demo: one to three sounds with reverberation, background noise and occasionally an unlabeled sound.
 *
 * @param sounds the labeled sounds
 * @param rate sample rate in Hz
 * @param channels 1 or 2
 * @param seed seed of all other properties of the clip
 */
record DemoScene(Set<DemoSound> sounds, int rate, int channels, long seed) {
    static final int SECONDS = 10;
    private static final int[] RATES = {16000, 22050, 44100, 48000};

    /** Creates {@code count} scenes in which all sounds are about equally frequent. */
    static List<DemoScene> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DemoScene> scenes = new ArrayList<>();
        List<DemoSound> remainingSounds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double draw = random.nextDouble();
            int soundCount = draw < 0.35 ? 1 : draw < 0.75 ? 2 : 3;
            Set<DemoSound> sounds = EnumSet.noneOf(DemoSound.class);
            while (sounds.size() < soundCount) {
                if (remainingSounds.isEmpty()) {
                    remainingSounds.addAll(List.of(DemoSound.values()));
                }
                sounds.add(remainingSounds.remove(random.nextInt(remainingSounds.size())));
            }
            scenes.add(new DemoScene(
                    sounds, RATES[random.nextInt(RATES.length)], 1 + random.nextInt(2), random.nextLong()));
        }
        return scenes;
    }

    /** Renders the clip: (channels, samples), -1 to 1. */
    float[][] render() {
        RenderContext context = new RenderContext(new SplittableRandom(seed), rate, SECONDS * rate);
        double[][] mix = new double[channels][context.length()];
        for (DemoSound sound : sounds) {
            addToMix(context, mix, sound.render(context.part(0, context.uniform(6, SECONDS))), context.uniform(-13, 0));
        }
        if (context.random().nextDouble() < 0.5) {
            addToMix(context, mix, unlabeledSound(context), context.uniform(-22, -10));
        }
        addToMix(context, mix, background(context), context.uniform(-38, -16));
        for (double[] channel : mix) {
            Filter.highPass(context.uniform(20, 90), rate).apply(channel);
        }
        return scaledToPeak(mix, context.uniform(0.2, 0.9));
    }

    /** Adds a sound with reverberation at a random time and stereo position. */
    private void addToMix(RenderContext context, double[][] mix, double[] sound, double decibels) {
        double gain = StrictMath.pow(10, decibels / 20) / rmsOfLoudestHalfSecond(sound);
        int start = context.random().nextInt(mix[0].length - sound.length + 1);
        double wetGain = context.uniform(0, 0.35);
        double[] reverberation = Room.reverberate(context, sound);
        double leftGain = context.uniform(0.3, 1);
        for (int channel = 0; channel < channels; channel++) {
            double channelGain = channels == 1 ? 1 : channel == 0 ? leftGain : 1.3 - leftGain;
            for (int i = 0; i < sound.length; i++) {
                mix[channel][start + i] += gain * (channelGain * sound[i] + wetGain * reverberation[i]);
            }
        }
    }

    /** Renders noise with a random spectral slope, like that of a street or of a cheap microphone. */
    private static double[] background(RenderContext context) {
        double[] noise = context.whiteNoise();
        double lowPassedFraction = context.uniform(0, 1);
        Filter lowPass = Filter.lowPass(context.logUniform(150, 1500), context.rate());
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (1 - lowPassedFraction) * 0.3 * noise[i] + lowPassedFraction * lowPass.next(noise[i]);
        }
        return noise;
    }

    /** Renders a sound that has no label: mains hum, bumps against the microphone, or bursts of hiss. */
    private static double[] unlabeledSound(RenderContext context) {
        double[] out = new double[context.length()];
        int kind = context.uniformInt(0, 2);
        if (kind == 0) {
            Oscillator mains = new Oscillator(context.rate());
            double frequency = context.random().nextBoolean() ? 50 : 60;
            double[] amplitudes = {1, 0.3, 0.6, 0.1, 0.3, 0, 0.15};
            for (int i = 0; i < out.length; i++) {
                out[i] = mains.harmonics(frequency, amplitudes);
            }
            return out;
        }
        double seconds = kind == 1 ? 0.05 : context.uniform(0.3, 1);
        for (int event = context.uniformInt(2, 8); event > 0; event--) {
            NoiseSounds.addBurst(context, out, context.random().nextInt(out.length), seconds, context.uniform(0.3, 1));
        }
        Filter filter = kind == 1
                ? Filter.lowPass(context.logUniform(100, 400), context.rate())
                : Filter.bandPass(context.logUniform(400, 4000), 0.8, context.rate());
        return filter.apply(out);
    }

    /** Computes the RMS of the loudest half second. */
    private double rmsOfLoudestHalfSecond(double[] sound) {
        int window = rate / 2;
        double max = 1e-12;
        for (int start = 0; start + window <= sound.length; start += window) {
            double sum = 0;
            for (int i = start; i < start + window; i++) {
                sum += sound[i] * sound[i];
            }
            max = Math.max(max, sum / window);
        }
        return Math.sqrt(max);
    }

    private static float[][] scaledToPeak(double[][] mix, double peak) {
        double max = 1e-12;
        for (double[] channel : mix) {
            for (double sample : channel) {
                max = Math.max(max, Math.abs(sample));
            }
        }
        float[][] samples = new float[mix.length][mix[0].length];
        for (int channel = 0; channel < mix.length; channel++) {
            for (int i = 0; i < mix[channel].length; i++) {
                samples[channel][i] = (float) (mix[channel][i] * peak / max);
            }
        }
        return samples;
    }
}
