package audiotokens.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.FlacWriter.Residual;
import audiotokens.audio.FlacWriter.Subframe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the decoder returns the same samples as FFmpeg or none; if it returns none, the library uses FFmpeg. */
class FlacDecoderTest {
    private static final TimeRange.Request WHOLE_FILE = new TimeRange.Request(0, 0, 60);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final FlacDecoder decoder = new FlacDecoder(TIMEOUT, new MonoSamples());

    static Stream<Subframe> everySubframeType() {
        Residual residual = new Residual(0, 0, 9);
        Stream<Subframe> specialCases = Stream.of(
                new Subframe.Verbatim(0),
                new Subframe.Fixed(2, new Residual(0, 3, 9)),
                new Subframe.Fixed(2, new Residual(1, 0, 17)),
                new Subframe.Fixed(2, new Residual(0, 1, 0)),
                new Subframe.Fixed(2, new Residual(0, 2, -1)),
                new Subframe.Fixed(1, new Residual(1, 0, -1)));
        Stream<Subframe> fixed = IntStream.rangeClosed(0, 4).mapToObj(order -> new Subframe.Fixed(order, residual));
        Stream<Subframe> linear = IntStream.rangeClosed(1, 32).mapToObj(order -> {
            int[] coefficients = new int[order];
            Arrays.setAll(coefficients, i -> (i % 2 == 0 ? 5000 : -4000) / (i + 1));
            return new Subframe.Linear(coefficients, 15, 12, new Residual(0, order % 3, 9));
        });
        return Stream.of(specialCases, fixed, linear).flatMap(types -> types);
    }

    @ParameterizedTest
    @MethodSource("everySubframeType")
    void everySubframeTypeIsDecoded(Subframe subframe) throws IOException {
        int[] samples = tone(1024, 900);
        byte[] file = new FlacWriter(44100, 1, 16)
                .frame(0, new int[][] {samples}, subframe)
                .file();
        float[] decoded = decode(file).orElseThrow().samples();
        for (int i = 0; i < samples.length; i++) {
            assertEquals(samples[i] / 32768f, decoded[i]);
        }
        assertArrayEquals(decodedByFfmpeg(file), decoded);
    }

    @Test
    void constantSubframesAndWastedBitsAreDecoded() throws IOException {
        int[] samples = tone(500, 400);
        for (int i = 0; i < samples.length; i++) {
            samples[i] <<= 3;
        }
        byte[] file = new FlacWriter(8000, 1, 24)
                .frame(0, new int[][] {new int[4096]}, new Subframe.Constant())
                .frame(0, new int[][] {samples}, new Subframe.Verbatim(3))
                .file();
        float[] decoded = decode(file).orElseThrow().samples();
        assertEquals(4596, decoded.length);
        assertEquals(samples[77] / 8388608f, decoded[4096 + 77]);
        assertArrayEquals(decodedByFfmpeg(file), decoded);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "5, 6", "7, 8", "8, 2", "9, 2", "10, 2"})
    void channelsAreAveragedForEveryChannelAssignment(int channelAssignment, int channels) throws IOException {
        int[][] codedChannels = new int[channels][];
        for (int channel = 0; channel < channels; channel++) {
            codedChannels[channel] = tone(640, 3000 - 211 * channel);
        }
        byte[] file = new FlacWriter(48000, channels, 16)
                .frame(channelAssignment, codedChannels, new Subframe.Fixed(2, new Residual(0, 0, 9)))
                .file();
        assertArrayEquals(decodedByFfmpeg(file), decode(file).orElseThrow().samples());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 16, 20, 24})
    void samplesOfEveryBitDepthAreScaledToTheRangeMinusOneToOne(int bits) throws IOException {
        int max = (1 << (bits - 1)) - 1;
        byte[] file = new FlacWriter(22050, 1, bits)
                .frame(0, new int[][] {{0, max, -max - 1, 1, max / 2}}, new Subframe.Verbatim(0))
                .file();
        float scale = 1f / (max + 1);
        assertArrayEquals(
                new float[] {0, max * scale, -1, scale, (max >> 1) * scale},
                decode(file).orElseThrow().samples());
        assertArrayEquals(decodedByFfmpeg(file), decode(file).orElseThrow().samples());
    }

    @Test
    void anEncodedFileIsDecodedEquallyFromDiskAndFromMemory() throws IOException {
        byte[] bytes = encodedStereo(3);
        Path file = Files.write(folder.resolve("a.flac"), bytes);
        float[] decoded = decode(bytes).orElseThrow().samples();
        assertArrayEquals(
                decoded,
                decoder.decode(new EncodedAudio.InFile(file), WHOLE_FILE)
                        .orElseThrow()
                        .samples());
        assertArrayEquals(decodedByFfmpeg(bytes), decoded);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 60", "1, 2.5, 60", "0, 0, 0.7", "10, 12, 60", "2.5, 3, 60"})
    void segmentsAreDecodedAsByFfmpeg(double start, double end, double maxSeconds) throws IOException {
        byte[] bytes = encodedStereo(3);
        TimeRange.Request request = new TimeRange.Request(start, end, maxSeconds);
        EncodedAudio audio = new EncodedAudio.InMemory("memory", bytes);
        try (MediaDecoder media = new MediaDecoder(TIMEOUT, new MonoSamples())) {
            assertArrayEquals(
                    media.decode(audio, request).samples(),
                    decoder.decode(audio, request).orElseThrow().samples());
        }
    }

    @Test
    void truncatedAndDamagedFilesAreNotDecoded() throws IOException {
        byte[] bytes = encodedStereo(1);
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = bytes.clone();
            int offset = bytes.length / 2 + random.nextInt(bytes.length / 2);
            damaged[offset] ^= (byte) (1 << random.nextInt(8));
            assertTrue(decode(damaged).isEmpty(), "bit flipped in byte " + offset);
            assertTrue(decode(Arrays.copyOf(bytes, offset)).isEmpty(), "truncated at byte " + offset);
        }
    }

    @Test
    void aFileWithADamagedHeaderIsDecodedAsByFfmpegOrNotAtAll() throws IOException {
        byte[] bytes = encodedStereo(1);
        int nDecoded = 0;
        for (int offset = 0; offset < 100; offset++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[offset] ^= (byte) (1 << bit);
                Optional<Waveform> decoded = decode(damaged);
                if (decoded.isPresent()) {
                    nDecoded++;
                    assertArrayEquals(
                            decodedByFfmpeg(damaged), decoded.get().samples(), "bit " + bit + " of byte " + offset);
                }
            }
        }
        assertTrue(
                nDecoded > 100,
                "damage to the stored checksum of the samples must not prevent decoding, but only " + nDecoded
                        + " files were decoded");
    }

    @Test
    void aFileWhoseLengthContradictsItsFramesIsNotDecoded() throws IOException {
        byte[] bytes = encodedStereo(1);
        assertTrue(decode(withLength(bytes, 44_099)).isEmpty());
        assertTrue(decode(withLength(bytes, 4_608)).isEmpty());
        assertTrue(decode(withLength(bytes, 1)).isEmpty());
        assertTrue(decode(withLength(bytes, 44_101)).isEmpty());
        byte[] concatenated = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, concatenated, bytes.length, bytes.length);
        assertTrue(decode(concatenated).isEmpty());
    }

    @Test
    void aFileTooLongForAnArrayIsNotDecoded() throws IOException {
        EncodedAudio audio = new EncodedAudio.InMemory("memory", withLength(encodedStereo(1), -1)); // 2^32 - 1 samples
        TimeRange.Request unlimited = new TimeRange.Request(0, 0, Double.POSITIVE_INFINITY);
        assertTrue(decoder.decode(audio, unlimited).isEmpty());
        assertTrue(decoder.length(audio, unlimited).isEmpty());
    }

    private static byte[] withLength(byte[] file, int length) {
        byte[] patched = file.clone();
        ByteBuffer.wrap(patched).putInt(22, length);
        return patched;
    }

    @Test
    void trailingTagsAreIgnoredAndOtherTrailingBytesPreventDecoding() throws IOException {
        byte[] bytes = encodedStereo(1);
        for (String tag : List.of("TAG", "APETAGEX", "LYRICSBEGIN", "ID3")) {
            assertArrayEquals(
                    decode(bytes).orElseThrow().samples(),
                    decode(withTrailingBytes(bytes, tag)).orElseThrow().samples());
        }
        byte[] withOtherBytes = withTrailingBytes(bytes, "other");
        assertTrue(decode(withOtherBytes).isEmpty());
        assertArrayEquals(
                Arrays.copyOf(decode(bytes).orElseThrow().samples(), 22050),
                decoder.decode(new EncodedAudio.InMemory("memory", withOtherBytes), new TimeRange.Request(0, 0, 0.5))
                        .orElseThrow()
                        .samples());
    }

    private static byte[] withTrailingBytes(byte[] file, String text) {
        byte[] longer = Arrays.copyOf(file, file.length + 128);
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, longer, file.length, text.length());
        return longer;
    }

    @Test
    void aFileWithSamplesOutOfRangeIsNotDecoded() throws IOException {
        byte[] file = new FlacWriter(8000, 1, 16)
                .frame(0, new int[][] {{32_000, 36_000, 40_000, 44_000}}, new Subframe.Fixed(1, new Residual(0, 0, 12)))
                .file();
        assertTrue(decode(file).isEmpty());
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Path file = Files.write(folder.resolve("huge.flac"), encodedStereo(1));
        try (RandomAccessFile enlarged = new RandomAccessFile(file.toFile(), "rw")) {
            enlarged.setLength(1L << 30);
        }
        assertTrue(decoder.decode(new EncodedAudio.InFile(file), WHOLE_FILE).isEmpty());
    }

    @Test
    void otherFormatsAndExpiredDeadlinesGiveNoSamples() throws IOException {
        assertTrue(decode(WavFile.encode(WavFile.Type.INT16, 8000, 1, 0.5)).isEmpty());
        assertTrue(decode(new byte[0]).isEmpty());
        assertTrue(decode("fLaC".getBytes(StandardCharsets.UTF_8)).isEmpty());
        assertTrue(decoder.decode(new EncodedAudio.InFile(folder), WHOLE_FILE).isEmpty());
        FlacDecoder expired = new FlacDecoder(Duration.ZERO, new MonoSamples());
        assertTrue(expired.decode(new EncodedAudio.InMemory("memory", encodedStereo(1)), WHOLE_FILE)
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 60", "1, 2.5, 60", "0, 0, 0.7"})
    void partialDecodingGivesTheNeededSamples(double start, double end, double maxSeconds) throws IOException {
        assertNeededSamplesEqualFullDecoding(encodedStereo(3), new TimeRange.Request(start, end, maxSeconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void partialDecodingOfBlocksOfDifferentLengthsGivesTheNeededSamples(int channels) throws IOException {
        FlacWriter writer = new FlacWriter(8000, channels, 16);
        for (int length : new int[] {16, 4096, 700, 192, 65_000, 1, 3000, 4096, 17}) {
            int[][] codedChannels = new int[channels][];
            for (int channel = 0; channel < channels; channel++) {
                codedChannels[channel] = tone(length, 900 + channel);
            }
            writer.frame(channels - 1, codedChannels, new Subframe.Fixed(0, new Residual(0, 0, 9)));
        }
        assertNeededSamplesEqualFullDecoding(writer.file(), WHOLE_FILE);
    }

    private void assertNeededSamplesEqualFullDecoding(byte[] file, TimeRange.Request request) {
        EncodedAudio audio = new EncodedAudio.InMemory("memory", file);
        float[] full = decoder.decode(audio, request).orElseThrow().samples();
        Random random = new Random(3);
        int skipped = 0;
        for (int attempt = 0; attempt < 30; attempt++) {
            BitSet needed = new BitSet();
            for (int i = 0; i < attempt % 3; i++) {
                int from = random.nextInt(full.length);
                needed.set(from, Math.min(full.length, from + 1 + random.nextInt(5000)));
            }
            float[] partial = decoder.decode(audio, request, length -> needed)
                    .orElseThrow()
                    .samples();
            assertEquals(full.length, partial.length);
            for (int i = 0; i < full.length; i++) {
                if (needed.get(i) || partial[i] != 0) {
                    assertEquals(full[i], partial[i]);
                } else if (full[i] != 0) {
                    skipped++;
                }
            }
        }
        assertTrue(skipped > full.length, "blocks without needed samples must be skipped");
    }

    @Test
    void damageInABlockWithoutNeededSamplesIsDetected() throws IOException {
        byte[] bytes = encodedStereo(1);
        BitSet needed = new BitSet();
        needed.set(0, 100);
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = bytes.clone();
            int offset = bytes.length / 2 + random.nextInt(bytes.length / 2);
            damaged[offset] ^= (byte) (1 << random.nextInt(8));
            assertTrue(
                    decoder.decode(new EncodedAudio.InMemory("memory", damaged), WHOLE_FILE, length -> needed)
                            .isEmpty(),
                    "bit flipped in byte " + offset);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 60", "1, 2.5, 60", "0, 0, 0.7", "10, 12, 60", "2.5, 3, 60"})
    void theLengthIsKnownWithoutDecoding(double start, double end, double maxSeconds) throws IOException {
        TimeRange.Request request = new TimeRange.Request(start, end, maxSeconds);
        EncodedAudio audio = new EncodedAudio.InMemory("memory", encodedStereo(3));
        AudioLength length = decoder.length(audio, request).orElseThrow();
        assertEquals(decoder.decode(audio, request).orElseThrow().samples().length, length.samples());
        assertEquals(44_100, length.sampleRate());
    }

    /** Decodes the file and checks that {@code length} returns the number of decoded samples. */
    private Optional<Waveform> decode(byte[] bytes) throws IOException {
        EncodedAudio audio = new EncodedAudio.InMemory("memory", bytes);
        Optional<AudioLength> length = decoder.length(audio, WHOLE_FILE);
        Optional<Waveform> decoded = decoder.decode(audio, WHOLE_FILE);
        if (length.isPresent()) {
            int samples = decoded.isPresent() ? decoded.get().samples().length : decodedByFfmpeg(bytes).length;
            assertEquals(samples, length.get().samples());
        }
        return decoded;
    }

    private static float[] decodedByFfmpeg(byte[] bytes) throws IOException {
        try (MediaDecoder media = new MediaDecoder(TIMEOUT, new MonoSamples())) {
            return media.decode(new EncodedAudio.InMemory("memory", bytes), WHOLE_FILE)
                    .samples();
        }
    }

    /** A stereo file encoded by FFmpeg: alternating tone, noise and silence. */
    private static byte[] encodedStereo(double seconds) {
        Random random = new Random(5);
        float[][] channels = new float[2][(int) (seconds * 44100)];
        for (int i = 0; i < channels[0].length; i++) {
            int kind = i / 10_000 % 3;
            for (float[] channel : channels) {
                channel[i] = kind == 0
                        ? (float) (0.6 * Math.sin(0.01 * i))
                        : kind == 1 ? (float) (random.nextGaussian() * 0.2) : 0;
            }
        }
        return FlacEncoder.encode(channels, 44100);
    }

    private static int[] tone(int length, int amplitude) {
        Random random = new Random(amplitude);
        int[] samples = new int[length];
        Arrays.setAll(samples, i -> (int) (amplitude * Math.sin(0.03 * i)) + random.nextInt(61) - 30);
        return samples;
    }
}
