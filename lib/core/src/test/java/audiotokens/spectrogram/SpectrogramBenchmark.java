package audiotokens.spectrogram;

import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the steps from a clip of 5 s at 44.1 kHz to its spectrogram, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class SpectrogramBenchmark {
    private final Waveform clip44100 = noise(5 * 44_100, 44_100);
    private final Waveform clip48000 = noise(5 * 48_000, 48_000);
    private final float[] samples = noise(5 * 22_050, 22_050).samples();
    private final Resampler resampler44100 = new Resampler(44_100, 22_050);
    private final Resampler resampler48000 = new Resampler(48_000, 22_050);
    private final SpectrogramOptions options = SpectrogramOptions.of();
    private final MelPower vectorized = new MelPower(options);
    private final MelPower jTransforms =
            new MelPower(options, new JTransformsMelFrames(options, new MelFilterbank(options)));
    private final Spectrogram power = vectorized.power(samples);

    private static Waveform noise(int length, int sampleRate) {
        Random random = new Random(1);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        return new Waveform(samples, sampleRate);
    }

    @Benchmark
    public Waveform resampleFrom44100() {
        return resampler44100.apply(clip44100);
    }

    @Benchmark
    public Waveform resampleFrom48000() {
        return resampler48000.apply(clip48000);
    }

    @Benchmark
    public Spectrogram melPower() {
        return vectorized.power(samples);
    }

    /** Computes the mel power with JTransforms, frame by frame, for comparison. */
    @Benchmark
    public Spectrogram melPowerWithJTransforms() {
        return jTransforms.power(samples);
    }

    @Benchmark
    public Spectrogram decibels() {
        return Decibels.fromPower(power);
    }
}
