package audiotokens.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/**
 * The duration stated in a file's header, for formats whose duration FFmpeg derives from the file size, so that a
 * truncated file looks like a shorter one: WAV, RF64 and Wave64, Apple's CAF with PCM samples, and SoX.
 */
final class HeaderDuration {
    /** Bytes read of a CAF or SoX file; see {@link WavHeader} for WAV. */
    private static final int FIRST_BYTES = 4096;

    private static final int CAF_CHUNK_HEAD = 12;

    private HeaderDuration() {}

    /** The duration in seconds; empty if the format is not one of these or states none. */
    static OptionalDouble seconds(EncodedAudio audio) throws IOException {
        OptionalDouble ofWav = WavHeader.seconds(audio);
        if (ofWav.isPresent()) {
            return ofWav;
        }
        ByteBuffer header = ByteBuffer.wrap(prefix(audio));
        if (header.limit() < 32) {
            return OptionalDouble.empty();
        }
        return switch (WavHeader.text(header, 0)) {
            case "caff" -> ofCaf(header);
            case ".SoX" -> ofSox(header.order(ByteOrder.LITTLE_ENDIAN));
            case "XoS." -> ofSox(header);
            default -> OptionalDouble.empty();
        };
    }

    /** Source: Apple, "Core Audio Format Specification 1.0". */
    private static OptionalDouble ofCaf(ByteBuffer header) {
        double secondsPerByte = 0;
        long at = 8;
        while (at >= 0 && at + CAF_CHUNK_HEAD <= header.limit()) {
            int offset = (int) at;
            int content = offset + CAF_CHUNK_HEAD;
            long size = header.getLong(offset + 4);
            if (WavHeader.text(header, offset).equals("desc") && content + 24 <= header.limit()) {
                double bytesPerPacket = header.getInt(content + 16);
                double framesPerPacket = header.getInt(content + 20);
                boolean isPlain = bytesPerPacket > 0 && framesPerPacket == 1;
                secondsPerByte = isPlain ? 1 / bytesPerPacket / header.getDouble(content) : 0;
            } else if (WavHeader.text(header, offset).equals("data")) {
                // the chunk begins with a 4-byte edit count; size -1 means unknown
                return size > 4 && secondsPerByte > 0
                        ? OptionalDouble.of((size - 4) * secondsPerByte)
                        : OptionalDouble.empty();
            }
            at = size < 0 ? -1 : at + CAF_CHUNK_HEAD + size;
        }
        return OptionalDouble.empty();
    }

    /** Source: SoX's manual soxformat(7), "SoX native". */
    private static OptionalDouble ofSox(ByteBuffer header) {
        double samples = header.getLong(8);
        double rate = header.getDouble(16);
        double channels = header.getInt(24);
        return samples > 0 && rate > 0 && channels > 0
                ? OptionalDouble.of(samples / channels / rate)
                : OptionalDouble.empty();
    }

    private static byte[] prefix(EncodedAudio audio) throws IOException {
        try (InputStream in = WavHeader.open(audio)) {
            return in.readNBytes(FIRST_BYTES);
        }
    }
}
