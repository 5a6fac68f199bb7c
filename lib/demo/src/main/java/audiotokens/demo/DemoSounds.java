package audiotokens.demo;

import audiotokens.audio.Waveform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Single sounds of the demo by name, each alone before faint noise. */
public final class DemoSounds {
    private static final double NOISE = 0.002;
    private static final double PEAK = 0.7;

    private DemoSounds() {}

    /** The kinds of sound there are: speech, whistling, bark, ... */
    public static List<String> names() {
        return Arrays.stream(DemoSound.values()).map(DemoSounds::name).toList();
    }

    private static String name(DemoSound sound) {
        return sound.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Makes a sound.
     *
     * @param name one of {@link #names}
     * @param sampleRate in Hz
     * @param seed the same seed makes the same sound; others make others of its kind
     * @throws IllegalArgumentException for a name that is not there; the message lists those that are
     */
    public static Waveform make(String name, int sampleRate, double seconds, long seed) {
        DemoSound sound = Arrays.stream(DemoSound.values())
                .filter(each -> name(each).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no sound '" + name + "'; there are " + names()));
        Take take = new Take(new SplittableRandom(seed), sampleRate, (int) Math.round(seconds * sampleRate));
        double[] rendered = sound.render(take);
        double loudest = Arrays.stream(rendered).map(Math::abs).max().orElse(0);
        float[] samples = new float[rendered.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (PEAK * rendered[i] / Math.max(loudest, 1e-9) + NOISE * take.noise());
        }
        return new Waveform(samples, sampleRate);
    }
}
