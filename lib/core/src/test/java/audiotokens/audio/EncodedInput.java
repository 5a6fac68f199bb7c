package audiotokens.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bytes of a test file, created on demand. */
@FunctionalInterface
interface EncodedInput {
    int RATE = 16000;

    /** Cached results of {@link #ffmpeg} by arguments, since many test files are modifications of the same file. */
    Map<List<String>, byte[]> ENCODED = new ConcurrentHashMap<>();

    byte[] bytes() throws IOException;

    /** Half a second of a sine wave, quiet in the first half and loud in the second, quantized to 16 bits. */
    static float[] tone() {
        float[] samples = new float[RATE / 2];
        for (int i = 0; i < samples.length; i++) {
            double amplitude = i < samples.length / 2 ? 0.01 : 0.5;
            samples[i] = Math.round(amplitude * Math.sin(0.2 * i) * 32768) / 32768f;
        }
        return samples;
    }

    /** The tone as a 16-bit WAV file. */
    static EncodedInput wav() {
        return () -> {
            float[] tone = tone();
            double[] samples = new double[tone.length];
            Arrays.setAll(samples, i -> tone[i]);
            return WavFile.encode(WavFile.Type.INT16, RATE, 1, samples);
        };
    }

    /**
     * The tone encoded by the ffmpeg command.
     *
     * @param format FFmpeg's name of the container
     * @param options additional inputs and encoder options
     */
    static EncodedInput ffmpeg(String format, String options) {
        return () -> {
            List<String> arguments = List.of(format, options);
            byte[] encoded = ENCODED.get(arguments);
            if (encoded == null) {
                encoded = encode(format, options);
                ENCODED.put(arguments, encoded);
            }
            return encoded.clone();
        };
    }

    private static byte[] encode(String format, String options) throws IOException {
        Path wavFile = Files.createTempFile("tone", ".wav");
        Path encodedFile = Files.createTempFile("encoded", "." + format);
        try {
            Files.write(wavFile, wav().bytes());
            List<String> command =
                    new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-bitexact", "-i", wavFile.toString()));
            command.addAll(Arrays.stream(options.split(" "))
                    .filter(argument -> !argument.isEmpty())
                    .toList());
            command.addAll(List.of("-f", format, encodedFile.toString()));
            run(command);
            return Files.readAllBytes(encodedFile);
        } finally {
            Files.delete(wavFile);
            Files.delete(encodedFile);
        }
    }

    /** The samples that the ffmpeg command decodes from a file, channels averaged. */
    static float[] decodedByFfmpegCommand(Path file) throws IOException {
        byte[] decoded = run(List.of(
                "ffmpeg", "-v", "quiet", "-i", file.toString(), "-map", "0:a:0", "-f", "au", "-c:a", "pcm_f32be", "-"));
        // Sun AU: a header of big-endian integers, such as its size and the number of channels
        ByteBuffer values = ByteBuffer.wrap(decoded);
        int channels = values.getInt(20);
        values.position(values.getInt(4));
        float[] samples = new float[values.remaining() / Float.BYTES / channels];
        for (int i = 0; i < samples.length; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += values.getFloat();
            }
            samples[i] = sum / channels;
        }
        return samples;
    }

    private static byte[] run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** The file followed by a tag: the given text, padded with zeros to 128 bytes. */
    static EncodedInput withTrailingTag(EncodedInput file, String tag) {
        return () -> {
            byte[] bytes = file.bytes();
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 128);
            System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, longer, bytes.length, tag.length());
            return longer;
        };
    }

    /** The file with {@code count} bytes set to 0, starting at an offset. */
    static EncodedInput withZeros(EncodedInput file, int offset, int count) {
        return () -> {
            byte[] bytes = file.bytes();
            Arrays.fill(bytes, offset, offset + count, (byte) 0);
            return bytes;
        };
    }

    /** The concatenation of several files. */
    static EncodedInput concatenated(EncodedInput... files) {
        return () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (EncodedInput file : files) {
                out.write(file.bytes());
            }
            return out.toByteArray();
        };
    }

    /** The text in Latin-1, repeated {@code count} times. */
    static EncodedInput text(String text, int count) {
        return () -> text.repeat(count).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The tone as 16-bit WAV with the given chunks.
     *
     * @param order byte order: {@code RIFF} or {@code RIFX}
     * @param chunks alternating names and contents, in Latin-1; {@code fmt } and {@code data} get the tone's contents
     */
    static EncodedInput wavWithChunks(ByteOrder order, String... chunks) {
        return () -> {
            ByteBuffer out = ByteBuffer.allocate(1 << 18).order(order);
            out.put((order == ByteOrder.BIG_ENDIAN ? "RIFX" : "RIFF").getBytes(StandardCharsets.US_ASCII))
                    .putInt(0)
                    .put("WAVE".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < chunks.length; i += 2) {
                byte[] content =
                        switch (chunks[i]) {
                            case "fmt " -> format(order);
                            case "data" -> samples(order);
                            default -> chunks[i + 1].getBytes(StandardCharsets.ISO_8859_1);
                        };
                out.put(chunks[i].getBytes(StandardCharsets.US_ASCII)).putInt(content.length);
                out.put(content).put(new byte[content.length % 2]);
            }
            out.putInt(4, out.position() - 8);
            return Arrays.copyOf(out.array(), out.position());
        };
    }

    private static byte[] format(ByteOrder order) {
        ByteBuffer format = ByteBuffer.allocate(16).order(order);
        format.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        return format.putShort((short) 2).putShort((short) 16).array();
    }

    private static byte[] samples(ByteOrder order) {
        float[] tone = tone();
        ByteBuffer samples = ByteBuffer.allocate(2 * tone.length).order(order);
        for (float sample : tone) {
            samples.putShort((short) Math.round(sample * 32768));
        }
        return samples.array();
    }

    /** The file preceded by an empty ID3v2 tag of 100 bytes. */
    static EncodedInput withLeadingId3v2(EncodedInput file) {
        return () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write("ID3\3\0\0\0\0\0\144".getBytes(StandardCharsets.ISO_8859_1));
            out.write(new byte[100]);
            out.write(file.bytes());
            return out.toByteArray();
        };
    }

    /** The first {@code fraction} of the file. */
    static EncodedInput truncated(EncodedInput file, double fraction) {
        return () -> {
            byte[] bytes = file.bytes();
            return Arrays.copyOf(bytes, (int) (fraction * bytes.length));
        };
    }

    /** The file with four bytes at an offset replaced by a little-endian number. */
    static EncodedInput withInt(EncodedInput file, int offset, int value) {
        return () -> ByteBuffer.wrap(file.bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(offset, value)
                .array();
    }

    /** The tone in NIST's SPHERE format, as used by TIMIT; with coding 2, the header claims Shorten compression. */
    static EncodedInput sphere(int coding) {
        return () -> {
            float[] tone = tone();
            String header = "NIST_1A\n   1024\nchannel_count -i 1\nsample_count -i " + tone.length
                    + "\nsample_rate -i " + RATE + "\nsample_n_bytes -i 2\nsample_sig_bits -i 16\n"
                    + "sample_byte_format -s2 01\nsample_coding "
                    + (coding == 1 ? "-s3 pcm" : "-s26 pcm,embedded-shorten-v2.00") + "\nend_head\n";
            ByteBuffer bytes = ByteBuffer.allocate(1024 + 2 * tone.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(header.getBytes(StandardCharsets.US_ASCII)).position(1024);
            for (float sample : tone) {
                bytes.putShort((short) Math.round(sample * 32768));
            }
            return bytes.array();
        };
    }
}
