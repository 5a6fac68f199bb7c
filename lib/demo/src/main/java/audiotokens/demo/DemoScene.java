package audiotokens.demo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One clip of the demo: one to three sounds in a room, with noise behind them and now and then a sound that no label
 * stands for.
 *
 * @param sounds what is heard
 * @param rate samples a second
 * @param channels 1 or 2
 * @param seed decides everything else about the clip
 */
record DemoScene(Set<DemoSound> sounds, int rate, int channels, long seed) {
    static final int SECONDS = 10;
    private static final int[] RATES = {16000, 22050, 44100, 48000};

    /** {@code count} scenes in which all sounds occur about equally often. */
    static List<DemoScene> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DemoScene> scenes = new ArrayList<>();
        List<DemoSound> deck = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double share = random.nextDouble();
            int size = share < 0.35 ? 1 : share < 0.75 ? 2 : 3;
            Set<DemoSound> sounds = EnumSet.noneOf(DemoSound.class);
            while (sounds.size() < size) {
                if (deck.isEmpty()) {
                    deck.addAll(List.of(DemoSound.values()));
                }
                sounds.add(deck.remove(random.nextInt(deck.size())));
            }
            scenes.add(new DemoScene(
                    sounds, RATES[random.nextInt(RATES.length)], 1 + random.nextInt(2), random.nextLong()));
        }
        return scenes;
    }

    /** The clip's samples, channel by channel, within -1 to 1. */
    float[][] render() {
        Take take = new Take(new SplittableRandom(seed), rate, SECONDS * rate);
        double[][] mix = new double[channels][take.length()];
        for (DemoSound sound : sounds) {
            place(take, mix, sound.render(take.part(0, take.uniform(6, SECONDS))), take.uniform(-13, 0));
        }
        if (take.random().nextDouble() < 0.5) {
            place(take, mix, distraction(take), take.uniform(-22, -10));
        }
        place(take, mix, background(take), take.uniform(-38, -16));
        for (double[] channel : mix) {
            Filter.highPass(take.uniform(20, 90), rate).apply(channel);
        }
        return level(mix, take.uniform(0.2, 0.9));
    }

    /** Adds a sound somewhere in the clip, somewhere between left and right, with the room's answer to it. */
    private void place(Take take, double[][] mix, double[] sound, double decibels) {
        double gain = StrictMath.pow(10, decibels / 20) / loudness(sound);
        int start = take.random().nextInt(mix[0].length - sound.length + 1);
        double wet = take.uniform(0, 0.35);
        double[] room = Room.answer(take, sound);
        double left = take.uniform(0.3, 1);
        for (int channel = 0; channel < channels; channel++) {
            double side = channels == 1 ? 1 : channel == 0 ? left : 1.3 - left;
            for (int i = 0; i < sound.length; i++) {
                mix[channel][start + i] += gain * (side * sound[i] + wet * room[i]);
            }
        }
    }

    /** Noise whose spectrum falls by a random slope, as of a street or a cheap microphone. */
    private static double[] background(Take take) {
        double[] noise = take.whiteNoise();
        double colour = take.uniform(0, 1);
        Filter low = Filter.lowPass(take.logarithmic(150, 1500), take.rate());
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (1 - colour) * 0.3 * noise[i] + colour * low.next(noise[i]);
        }
        return noise;
    }

    /** Something that is heard but not labelled: a mains hum, bumps against the microphone, or bursts of hiss. */
    private static double[] distraction(Take take) {
        double[] out = new double[take.length()];
        int kind = take.whole(0, 2);
        if (kind == 0) {
            Oscillator mains = new Oscillator(take.rate());
            double frequency = take.random().nextBoolean() ? 50 : 60;
            double[] amplitudes = {1, 0.3, 0.6, 0.1, 0.3, 0, 0.15};
            for (int i = 0; i < out.length; i++) {
                out[i] = mains.harmonics(frequency, amplitudes);
            }
            return out;
        }
        double seconds = kind == 1 ? 0.05 : take.uniform(0.3, 1);
        for (int event = take.whole(2, 8); event > 0; event--) {
            NoiseSounds.burst(take, out, take.random().nextInt(out.length), seconds, take.uniform(0.3, 1));
        }
        Filter band = kind == 1
                ? Filter.lowPass(take.logarithmic(100, 400), take.rate())
                : Filter.bandPass(take.logarithmic(400, 4000), 0.8, take.rate());
        return band.apply(out);
    }

    /** The root mean square of the loudest half second; loudness as a level meter shows it. */
    private double loudness(double[] sound) {
        int window = rate / 2;
        double greatest = 1e-12;
        for (int start = 0; start + window <= sound.length; start += window) {
            double sum = 0;
            for (int i = start; i < start + window; i++) {
                sum += sound[i] * sound[i];
            }
            greatest = Math.max(greatest, sum / window);
        }
        return Math.sqrt(greatest);
    }

    private static float[][] level(double[][] mix, double peak) {
        double greatest = 1e-12;
        for (double[] channel : mix) {
            for (double sample : channel) {
                greatest = Math.max(greatest, Math.abs(sample));
            }
        }
        float[][] samples = new float[mix.length][mix[0].length];
        for (int channel = 0; channel < mix.length; channel++) {
            for (int i = 0; i < mix[channel].length; i++) {
                samples[channel][i] = (float) (mix[channel][i] * peak / greatest);
            }
        }
        return samples;
    }
}
