package audiotokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.WavFile;
import audiotokens.audio.Waveform;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.training.TrainingOptions;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the code of the README's section "The library in eight lines". */
@SuppressWarnings("InlineFormatString") // the source reads better as a constant
class LibraryInEightLinesTest {
    private static final int SAMPLE_RATE = 22_050;
    private static final String SOURCE =
            """
            import audiotokens.audio.*;
            import audiotokens.model.*;
            import audiotokens.spectrogram.*;
            import audiotokens.token.*;
            import audiotokens.training.*;
            import java.nio.file.Path;
            import java.util.List;

            public class Snippet {
                public static float[] run(Path path, List<Spectrogram> mels, List<String> labels,
                        SpectrogramOptions options, TrainingOptions trainingOptions, long seed) throws Exception {
            %s
                    return scores;
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void snippetDistinguishesTonesFromNoise() throws Exception {
        SpectrogramOptions options = SpectrogramOptions.of("nMels=64", "hopLength=512");
        MelSpectrogram transform = MelSpectrogram.with(options);
        List<Spectrogram> mels = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int clip = 0; clip < 24; clip++) {
            labels.add(clip % 2 == 0 ? "noise" : "tone");
            mels.add(transform.of(Waveform.read(writeRecording(clip))));
        }
        TrainingOptions training = TrainingOptions.of("epochs=5", "learningRate=0.001");
        float[] noiseScores = runSnippet(writeRecording(100), mels, labels, options, training);
        assertEquals(2, noiseScores.length);
        assertTrue(noiseScores[0] > 0.5 && noiseScores[1] < 0.5, "noise: " + Arrays.toString(noiseScores));
        float[] toneScores = runSnippet(writeRecording(101), mels, labels, options, training);
        assertTrue(toneScores[0] < 0.5 && toneScores[1] > 0.5, "tone: " + Arrays.toString(toneScores));
    }

    private float[] runSnippet(
            Path path,
            List<Spectrogram> mels,
            List<String> labels,
            SpectrogramOptions options,
            TrainingOptions training)
            throws Exception {
        try (URLClassLoader loader = ReadmeCode.compile(folder, "Snippet", SOURCE.formatted(snippet()))) {
            return (float[]) loader.loadClass("Snippet")
                    .getMethod(
                            "run",
                            Path.class,
                            List.class,
                            List.class,
                            SpectrogramOptions.class,
                            TrainingOptions.class,
                            long.class)
                    .invoke(null, path, mels, labels, options, training, 4242L);
        }
    }

    private static String snippet() throws Exception {
        String readme = Files.readString(Path.of("../../README.md"));
        Matcher block = Pattern.compile("## The library in eight lines.*?```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme);
        assertTrue(block.find(), "README.md has no Java block in the section");
        assertTrue(block.group(1).lines().count() <= 8, "more than eight lines");
        return block.group(1);
    }

    /** Writes one second of audio: white noise if {@code number} is even, a tone with one harmonic if it is odd. */
    private Path writeRecording(int number) throws Exception {
        SplittableRandom random = new SplittableRandom(number);
        double[] samples = new double[SAMPLE_RATE];
        double frequency = 300 + random.nextInt(600);
        for (int i = 0; i < samples.length; i++) {
            double phase = 2 * Math.PI * frequency * i / SAMPLE_RATE;
            double noise = random.nextGaussian();
            samples[i] =
                    number % 2 == 0 ? 0.1 * noise : 0.3 * Math.sin(phase) + 0.1 * Math.sin(2 * phase) + 0.002 * noise;
        }
        return Files.write(
                folder.resolve("recording" + number + ".wav"),
                WavFile.encode(WavFile.Type.INT16, SAMPLE_RATE, 1, samples));
    }
}
