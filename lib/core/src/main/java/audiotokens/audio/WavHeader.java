package audiotokens.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The duration stated in the header of a PCM WAV file. FFmpeg uses the file size if that is less, so that a truncated
 * file looks like a shorter one.
 */
final class WavHeader {
    /** Maximum size of the chunks before the samples. */
    private static final int MAX_HEADER_BYTES = 1 << 16;

    /** Programs that write to a pipe do not know the length and store 0 or nearly the maximum. */
    private static final long UNKNOWN = 0x7fff0000L;

    /** RIFF, file size, WAVE; or their Wave64 equivalents. */
    private static final int FIRST_BYTES = 40;

    /** WAVE_FORMAT_PCM, _IEEE_FLOAT and _EXTENSIBLE. */
    private static final Set<Integer> PLAIN = Set.of(1, 3, 0xfffe);

    private WavHeader() {}

    /** The duration in seconds; empty if the audio is not PCM WAV or the length is unknown. */
    static OptionalDouble seconds(EncodedAudio audio) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(prefix(audio)).order(ByteOrder.LITTLE_ENDIAN);
        Layout layout = Layout.of(header);
        if (layout == null) {
            return OptionalDouble.empty();
        }
        header.order(layout.order);
        long bytesPerSecond = 0;
        long sizeOf64Bits = 0;
        long at = layout.firstChunk;
        while (at >= 0 && at + layout.chunkHead <= header.limit()) {
            int offset = (int) at;
            int content = offset + layout.chunkHead;
            long size = layout.size(header, offset);
            String name = text(header, offset);
            if (name.equals("data")) {
                // RF64 stores the size in its ds64 chunk
                long length = sizeOf64Bits > 0 ? sizeOf64Bits : size;
                boolean isKnown = bytesPerSecond > 0 && length > 0 && (length < UNKNOWN || !layout.hasSmallSizes());
                return isKnown ? OptionalDouble.of((double) length / bytesPerSecond) : OptionalDouble.empty();
            }
            if (name.equals("ds64") && content + 16 <= header.limit()) {
                sizeOf64Bits = header.getLong(content + 8);
            }
            if (name.equals("fmt ") && content + 14 <= header.limit()) {
                int format = Short.toUnsignedInt(header.getShort(content));
                long sampleRate = Integer.toUnsignedLong(header.getInt(content + 4));
                int bytesPerFrame = Short.toUnsignedInt(header.getShort(content + 12));
                // not the header's byte rate, which some recorders write incorrectly
                bytesPerSecond = PLAIN.contains(format) ? sampleRate * bytesPerFrame : 0;
            }
            at = layout.next(at, size);
        }
        return OptionalDouble.empty();
    }

    /** Whether the audio is WAV with big-endian samples, whose first bytes are {@code RIFX}. */
    static boolean isBigEndian(EncodedAudio audio) throws IOException {
        try (InputStream in = open(audio)) {
            byte[] first = in.readNBytes(FIRST_BYTES);
            return Layout.of(ByteBuffer.wrap(first)) == Layout.RIFX;
        }
    }

    /** WAV variants: chunks with a 4-byte name and a 4-byte size, or 16 and 8 bytes in Sony's Wave64. */
    private enum Layout {
        RIFF(12, 8, ByteOrder.LITTLE_ENDIAN),
        RIFX(12, 8, ByteOrder.BIG_ENDIAN),
        RF64(12, 8, ByteOrder.LITTLE_ENDIAN),
        WAVE64(40, 24, ByteOrder.LITTLE_ENDIAN);

        private final int firstChunk;
        private final int chunkHead;
        private final ByteOrder order;

        Layout(int firstChunk, int chunkHead, ByteOrder order) {
            this.firstChunk = firstChunk;
            this.chunkHead = chunkHead;
            this.order = order;
        }

        /** The layout detected from the first bytes; null if it is none of these. */
        static @Nullable Layout of(ByteBuffer header) {
            if (header.limit() < FIRST_BYTES) {
                return null;
            }
            boolean isWave = text(header, 8).equals("WAVE");
            return switch (text(header, 0)) {
                case "RIFF" -> isWave ? RIFF : null;
                case "RIFX" -> isWave ? RIFX : null;
                case "RF64" -> isWave ? RF64 : null;
                case "riff" -> text(header, 24).equals("wave") ? WAVE64 : null;
                default -> null;
            };
        }

        /** Whether all sizes have 32 bits. */
        boolean hasSmallSizes() {
            return this == RIFF || this == RIFX;
        }

        /** Size of a chunk's content, in bytes. */
        long size(ByteBuffer header, int chunk) {
            return this == WAVE64
                    ? header.getLong(chunk + 16) - chunkHead
                    : Integer.toUnsignedLong(header.getInt(chunk + 4));
        }

        /** Offset of the next chunk; negative if the size is invalid. */
        long next(long chunk, long size) {
            int unit = this == WAVE64 ? 8 : 2;
            return size < 0 ? -1 : chunk + chunkHead + (size + unit - 1) / unit * unit;
        }
    }

    /** The header of a WAV file; of other files only the bytes needed to detect the format. */
    private static byte[] prefix(EncodedAudio audio) throws IOException {
        try (InputStream in = open(audio)) {
            byte[] first = in.readNBytes(FIRST_BYTES);
            if (Layout.of(ByteBuffer.wrap(first)) == null) {
                return first;
            }
            byte[] header = Arrays.copyOf(first, MAX_HEADER_BYTES);
            int read = in.readNBytes(header, FIRST_BYTES, MAX_HEADER_BYTES - FIRST_BYTES);
            return Arrays.copyOf(header, FIRST_BYTES + read);
        }
    }

    /** The encoded bytes. */
    static InputStream open(EncodedAudio audio) throws IOException {
        return switch (audio) {
            case EncodedAudio.OfFile inFile -> Files.newInputStream(inFile.file());
            case EncodedAudio.OfBytes inMemory -> new ByteArrayInputStream(inMemory.bytes());
        };
    }

    /** The four characters at an index. */
    static String text(ByteBuffer header, int at) {
        return StandardCharsets.ISO_8859_1.decode(header.slice(at, 4)).toString();
    }
}
