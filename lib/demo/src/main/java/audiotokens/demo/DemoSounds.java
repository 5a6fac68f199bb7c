package audiotokens.demo;

import audiotokens.audio.Waveform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Renders single sounds of the demo by name, each with faint noise. */
public final class DemoSounds {
    private static final double NOISE_AMPLITUDE = 0.002;
    private static final double PEAK_AMPLITUDE = 0.7;

    private DemoSounds() {}

    /** Returns the names of the sounds: speech, whistling, bark, ... */
    public static List<String> names() {
        return Arrays.stream(DemoSound.values()).map(DemoSounds::name).toList();
    }

    private static String name(DemoSound sound) {
        return sound.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Renders a sound.
     *
     * @param name one of {@link #names}
     * @param sampleRate in Hz
     * @param seed the same seed gives the same sound; a different seed gives a variation
     * @throws IllegalArgumentException for an unknown name; the message lists the valid ones
     */
    public static Waveform make(String name, int sampleRate, double seconds, long seed) {
        DemoSound sound = Arrays.stream(DemoSound.values())
                .filter(candidate -> name(candidate).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no sound '" + name + "'; the sounds are " + names()));
        RenderContext context =
                new RenderContext(new SplittableRandom(seed), sampleRate, (int) Math.round(seconds * sampleRate));
        double[] rendered = sound.render(context);
        double peak = Arrays.stream(rendered).map(Math::abs).max().orElse(0);
        float[] samples = new float[rendered.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] =
                    (float) (PEAK_AMPLITUDE * rendered[i] / Math.max(peak, 1e-9) + NOISE_AMPLITUDE * context.noise());
        }
        return new Waveform(samples, sampleRate);
    }
}
