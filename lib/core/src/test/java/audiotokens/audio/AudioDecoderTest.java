package audiotokens.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AudioDecoderTest {
    @TempDir
    Path folder;

    private final AudioDecoder decoder = new AudioDecoder(60);

    @AfterEach
    void close() {
        decoder.close();
    }

    @ParameterizedTest
    @EnumSource
    void samplesOfEveryTypeAreScaledToTheRangeMinusOneToOne(WavFile.Type type) throws IOException {
        double[] samples = {0, 0.5, -0.5, -1, 0.25, 127 / 128.0};
        Path file = folder.resolve("a.wav");
        Files.write(file, WavFile.encode(type, 8000, 1, samples));
        Waveform waveform = decoder.decode(new EncodedAudio.InFile(file));
        assertEquals(8000, waveform.sampleRate());
        assertArrayEquals(new float[] {0, 0.5f, -0.5f, -1, 0.25f, 127 / 128f}, waveform.samples());
    }

    @Test
    void channelsAreAveraged() throws IOException {
        byte[] stereo = WavFile.encode(WavFile.Type.INT16, 48000, 2, 0.5, 0.25, -1, 0);
        assertArrayEquals(new float[] {0.375f, -0.5f}, decode(stereo).samples());
        double[] surround = new double[8 * 3];
        surround[0] = 0.5;
        surround[15] = -1;
        assertArrayEquals(
                new float[] {0.0625f, -0.125f, 0},
                decode(WavFile.encode(WavFile.Type.INT16, 192000, 8, surround)).samples());
    }

    @Test
    void bytesInMemoryAreDecodedLikeAFile() throws IOException {
        byte[] wav = WavFile.encode(WavFile.Type.INT16, 44100, 1, ramp(100_000));
        Path file = folder.resolve("a.wav");
        Files.write(file, wav);
        assertArrayEquals(
                decoder.decode(new EncodedAudio.InFile(file)).samples(),
                decode(wav).samples());
    }

    @Test
    void aSegmentOfALongerFileIsDecoded() throws IOException {
        byte[] wav = WavFile.encode(WavFile.Type.FLOAT32, 1000, 1, ramp(10_000));
        EncodedAudio audio = new EncodedAudio.InMemory("memory", wav);
        float[] segment = decoder.decode(audio, 2, 5).samples();
        assertEquals(3000, segment.length);
        assertEquals((float) ramp(10_000)[2000], segment[0]);
    }

    @Test
    void aFileThatContainsOnlyTheSegmentIsDecodedInFull() throws IOException {
        byte[] wav = WavFile.encode(WavFile.Type.INT16, 1000, 1, ramp(10_000));
        EncodedAudio audio = new EncodedAudio.InMemory("memory", wav);
        assertEquals(10_000, decoder.decode(audio, 30, 40).samples().length);
        assertEquals(10_000, decoder.decode(audio, 0, 10).samples().length);
    }

    @Test
    void decodingStopsAfterTheTimeout() throws IOException {
        byte[] wav = WavFile.encode(WavFile.Type.INT16, 44100, 1, ramp(100_000));
        Path file = Files.write(folder.resolve("a.wav"), wav);
        try (AudioDecoder expired = new AudioDecoder(60, Duration.ZERO)) {
            for (EncodedAudio audio :
                    List.of(new EncodedAudio.InFile(file), new EncodedAudio.InMemory("memory", wav))) {
                AudioException e = assertThrows(AudioException.class, () -> expired.decode(audio));
                assertTrue(e.getMessage().contains("takes longer than 0 s to decode"), e.getMessage());
            }
        }
    }

    @Test
    void noMoreThanMaxSecondsAreDecoded() throws IOException {
        try (AudioDecoder quarterSecondDecoder = new AudioDecoder(0.25)) {
            byte[] wav = WavFile.encode(WavFile.Type.INT16, 1000, 1, ramp(10_000));
            assertEquals(
                    250,
                    quarterSecondDecoder
                            .decode(new EncodedAudio.InMemory("memory", wav))
                            .samples()
                            .length);
        }
    }

    @Test
    void undecodableFilesAreRejectedWithTheReason() throws IOException {
        assertRejected(new EncodedAudio.InMemory("shard:x", new byte[0]), "shard:x");
        assertRejected(
                new EncodedAudio.InMemory("shard:x", "not audio, but text".getBytes(StandardCharsets.UTF_8)),
                "cannot be read as audio");
        assertRejected(
                new EncodedAudio.InMemory("shard:x", WavFile.encode(WavFile.Type.INT16, 8000, 1)), "contains no");
        assertRejected(new EncodedAudio.InFile(folder), "not a readable file");
        assertRejected(new EncodedAudio.InFile(folder.resolve("missing.flac")), "not a readable file");
        Path playlist = folder.resolve("list.m3u8");
        Files.writeString(playlist, "#EXTM3U\n#EXTINF:1,\nother.wav\n");
        assertRejected(new EncodedAudio.InFile(playlist), "cannot be read as audio");
    }

    private void assertRejected(EncodedAudio audio, String reason) {
        AudioException exception = assertThrows(AudioException.class, () -> decoder.decode(audio));
        assertTrue(exception.getMessage().contains(reason), exception.getMessage());
        assertEquals(audio.origin(), exception.origin());
    }

    private Waveform decode(byte[] bytes) throws IOException {
        return decoder.decode(new EncodedAudio.InMemory("memory", bytes));
    }

    private static double[] ramp(int length) {
        double[] samples = new double[length];
        for (int i = 0; i < length; i++) {
            samples[i] = i % 1000 / 1000.0 - 0.5;
        }
        return samples;
    }
}
