package audiotokens.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/**
 * Reads the duration stated in a file's header, for formats whose duration FFmpeg derives from the file size, so that a
 * truncated file looks like a shorter one: WAV, RF64 and Wave64, Apple's CAF with PCM samples, and SoX's native format.
 */
final class HeaderDuration {
    /** Number of bytes read from a CAF or SoX file; see {@link WavHeader} for WAV. */
    private static final int PREFIX_BYTES = 4096;

    private static final int CAF_CHUNK_HEADER_BYTES = 12;

    private HeaderDuration() {}

    /** Returns the duration in seconds; empty if the file has another format or states none. */
    static OptionalDouble seconds(EncodedAudio audio) throws IOException {
        OptionalDouble wavSeconds = WavHeader.seconds(audio);
        if (wavSeconds.isPresent()) {
            return wavSeconds;
        }
        ByteBuffer header = ByteBuffer.wrap(readPrefix(audio));
        if (header.limit() < 32) {
            return OptionalDouble.empty();
        }
        return switch (WavHeader.fourCc(header, 0)) {
            case "caff" -> cafSeconds(header);
            case ".SoX" -> soxSeconds(header.order(ByteOrder.LITTLE_ENDIAN));
            case "XoS." -> soxSeconds(header);
            default -> OptionalDouble.empty();
        };
    }

    /** Reads the duration of a CAF file. Source: Apple, "Core Audio Format Specification 1.0". */
    private static OptionalDouble cafSeconds(ByteBuffer header) {
        double secondsPerByte = 0;
        long position = 8;
        while (position >= 0 && position + CAF_CHUNK_HEADER_BYTES <= header.limit()) {
            int offset = (int) position;
            int content = offset + CAF_CHUNK_HEADER_BYTES;
            long size = header.getLong(offset + 4);
            if (WavHeader.fourCc(header, offset).equals("desc") && content + 24 <= header.limit()) {
                double bytesPerPacket = header.getInt(content + 16);
                double framesPerPacket = header.getInt(content + 20);
                boolean isPcm = bytesPerPacket > 0 && framesPerPacket == 1;
                secondsPerByte = isPcm ? 1 / bytesPerPacket / header.getDouble(content) : 0;
            } else if (WavHeader.fourCc(header, offset).equals("data")) {
                // the chunk begins with a 4-byte edit count; size -1 means unknown
                return size > 4 && secondsPerByte > 0
                        ? OptionalDouble.of((size - 4) * secondsPerByte)
                        : OptionalDouble.empty();
            }
            position = size < 0 ? -1 : position + CAF_CHUNK_HEADER_BYTES + size;
        }
        return OptionalDouble.empty();
    }

    /** Reads the duration of a SoX file. Source: SoX's manual soxformat(7), "SoX native". */
    private static OptionalDouble soxSeconds(ByteBuffer header) {
        double samples = header.getLong(8);
        double rate = header.getDouble(16);
        double channels = header.getInt(24);
        return samples > 0 && rate > 0 && channels > 0
                ? OptionalDouble.of(samples / channels / rate)
                : OptionalDouble.empty();
    }

    private static byte[] readPrefix(EncodedAudio audio) throws IOException {
        try (InputStream in = WavHeader.open(audio)) {
            return in.readNBytes(PREFIX_BYTES);
        }
    }
}
