package audiotokens.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioStreamTest {
    @TempDir
    private Path folder;

    private static float[] noise(int length) {
        SplittableRandom random = new SplittableRandom(3);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        return samples;
    }

    private static float[] join(List<float[]> blocks) {
        float[] joined =
                new float[blocks.stream().mapToInt(block -> block.length).sum()];
        int start = 0;
        for (float[] block : blocks) {
            System.arraycopy(block, 0, joined, start, block.length);
            start += block.length;
        }
        return joined;
    }

    private Path writeFlac(int sampleRate, float[]... channels) throws IOException {
        return Files.write(folder.resolve("sound.flac"), FlacEncoder.encode(channels, sampleRate));
    }

    private static float[] readAll(AudioStream stream) throws AudioException {
        List<float[]> blocks = new ArrayList<>();
        for (float[] block = stream.next(); block.length > 0; block = stream.next()) {
            blocks.add(block);
        }
        return join(blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 22050, 100000",
        "48000, 22050, 100000",
        "8000, 22050, 50000",
        "192000, 22050, 300000",
        "16000, 16000, 999",
        "44100, 22050, 1",
        "96000, 44100, 7"
    })
    void resamplingInBlocksIsBitIdenticalToResamplingAsAWhole(int inputRate, int outputRate, int length) {
        float[] input = noise(length);
        Resampler resampler = new Resampler(inputRate, outputRate);
        float[] resampledAsAWhole =
                resampler.apply(new Waveform(input, inputRate)).samples();
        SplittableRandom random = new SplittableRandom(1);
        StreamingResampler stream = resampler.stream();
        List<float[]> blocks = new ArrayList<>();
        for (int start = 0; start < length; ) {
            int end = Math.min(length, start + random.nextInt(1, 5000));
            blocks.add(stream.push(Arrays.copyOfRange(input, start, end)));
            start = end;
        }
        blocks.add(stream.finish());
        assertArrayEquals(resampledAsAWhole, join(blocks));
    }

    @Test
    void resamplingInBlocksBetweenCoprimeRatesDiffersOnlyByRounding() {
        float[] input = noise(70_000);
        Resampler resampler = new Resampler(22051, 22050);
        StreamingResampler stream = resampler.stream();
        float[] resampledInBlocks = join(List.of(stream.push(input), stream.finish()));
        assertArrayEquals(resampler.apply(new Waveform(input, 22051)).samples(), resampledInBlocks, 1e-6f);
    }

    @Test
    void joinedBlocksEqualTheSamplesOfTheDecoder() throws IOException {
        Path file = writeFlac(44100, noise(100_000), new float[100_000]);
        try (AudioDecoder decoder = new AudioDecoder(60);
                AudioStream stream = AudioStream.open(file)) {
            assertEquals(44100, stream.sampleRate());
            assertArrayEquals(decoder.decode(new EncodedAudio.InFile(file)).samples(), readAll(stream));
        }
    }

    @Test
    void sevenPointOneChannelsAreAveraged() throws IOException {
        double[] samples = new double[8 * 1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 8 / 16.0;
        }
        Path file =
                Files.write(folder.resolve("surround.wav"), WavFile.encode(WavFile.Type.FLOAT32, 192_000, 8, samples));
        try (AudioStream stream = AudioStream.open(file)) {
            assertEquals(192_000, stream.sampleRate());
            float[] mono = readAll(stream);
            assertEquals(1000, mono.length);
            assertEquals(3.5f / 16, mono[500], 1e-6f);
        }
    }

    @Test
    void theSamplesOfATruncatedFileAreReturnedBeforeTheError() throws IOException {
        float[] samples = noise(20 * 8000);
        byte[] complete = FlacEncoder.encode(new float[][] {samples}, 8000);
        Path file = Files.write(folder.resolve("truncated.flac"), Arrays.copyOf(complete, complete.length / 2));
        List<float[]> windows = new ArrayList<>();
        try (AudioWindows truncated = new AudioWindows(new ResampledStream(AudioStream.open(file), 8000), 8000, 8000)) {
            AudioException exception = assertThrows(AudioException.class, () -> {
                for (Optional<AudioWindows.Window> window = truncated.next();
                        window.isPresent();
                        window = truncated.next()) {
                    windows.add(window.get().samples());
                }
            });
            assertTrue(exception.reason().startsWith("is damaged")
                    || exception.reason().startsWith("is truncated"));
        }
        assertTrue(windows.size() >= 9, windows.size() + " windows");
        assertArrayEquals(Arrays.copyOf(samples, 8000), windows.getFirst(), 1e-4f);
    }

    @Test
    void aFileWithoutAudioIsRejectedWithAOneLineMessage() throws IOException {
        Path textFile = Files.writeString(folder.resolve("notes.wav"), "no sound at all");
        Path emptyFile = Files.write(folder.resolve("empty.wav"), new byte[0]);
        for (Path file : List.of(textFile, emptyFile, folder.resolve("missing.wav"), folder)) {
            AudioException exception = assertThrows(AudioException.class, () -> AudioStream.open(file));
            assertEquals(file.toString(), exception.origin());
            assertEquals(1, exception.getMessage().lines().count());
        }
    }

    private List<AudioWindows.Window> windowsOf(float[] samples, int length, int hop) throws IOException {
        List<AudioWindows.Window> windows = new ArrayList<>();
        try (AudioWindows reader =
                new AudioWindows(new ResampledStream(AudioStream.open(writeFlac(8000, samples)), 8000), length, hop)) {
            for (Optional<AudioWindows.Window> window = reader.next(); window.isPresent(); window = reader.next()) {
                windows.add(window.get());
            }
            assertEquals(samples.length, reader.samplesRead());
        }
        return windows;
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 12_000, 16_000, 16_001, 30_123, 500_000})
    void windowsCoverTheRecordingAndTheLastWindowEndsAtItsEnd(int length) throws IOException {
        float[] samples = noise(length);
        List<AudioWindows.Window> windows = windowsOf(samples, 8000, 4000);
        for (int i = 0; i < windows.size(); i++) {
            AudioWindows.Window window = windows.get(i);
            boolean last = i == windows.size() - 1;
            assertEquals(last ? length - 8000 : 4000L * i, window.start());
            float[] expected = Arrays.copyOfRange(samples, (int) window.start(), (int) window.start() + 8000);
            assertArrayEquals(expected, window.samples(), 1e-4f);
        }
        assertEquals(1 + Math.ceilDiv(length - 8000, 4000), windows.size());
    }

    @Test
    void aRecordingShorterThanAWindowGivesOneShorterWindow() throws IOException {
        List<AudioWindows.Window> windows = windowsOf(noise(5000), 8000, 4000);
        assertEquals(1, windows.size());
        assertEquals(5000, windows.getFirst().samples().length);
    }

    @Test
    void rawAudioFormatsAreParsedOrRejected() {
        assertEquals(new RawAudio("s16le", 16000, 1), RawAudio.parse("s16le:16000"));
        assertEquals(new RawAudio("f32le", 48000, 2), RawAudio.parse("f32le:48000:2"));
        for (String invalid : List.of("s16le", "pcm:16000", "s16le:x", "s16le:0", "s16le:16000:0")) {
            assertThrows(IllegalArgumentException.class, () -> RawAudio.parse(invalid), invalid);
        }
    }
}
