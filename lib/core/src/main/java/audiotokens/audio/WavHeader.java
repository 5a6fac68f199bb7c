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
 * Reads the duration stated in the header of a PCM WAV file. FFmpeg derives the duration from the file size instead if
 * the header states more samples than the file has, so a truncated file would go unnoticed.
 */
final class WavHeader {
    /** Maximum size of the chunks before the samples. */
    private static final int MAX_HEADER_BYTES = 1 << 16;

    /** Sizes of at least this value mean unknown: programs that write to a pipe store 0 or nearly the maximum. */
    private static final long MIN_UNKNOWN_SIZE = 0x7fff0000L;

    /** RIFF, file size, WAVE; or their Wave64 equivalents. */
    private static final int DETECTION_BYTES = 40;

    /** WAVE_FORMAT_PCM, _IEEE_FLOAT and _EXTENSIBLE. */
    private static final Set<Integer> PCM_FORMATS = Set.of(1, 3, 0xfffe);

    private WavHeader() {}

    /** Returns the duration in seconds; empty if the audio is not PCM WAV or the length is unknown. */
    static OptionalDouble seconds(EncodedAudio audio) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(readHeader(audio)).order(ByteOrder.LITTLE_ENDIAN);
        Layout layout = Layout.of(header);
        if (layout == null) {
            return OptionalDouble.empty();
        }
        header.order(layout.order);
        long bytesPerSecond = 0;
        long rf64Size = 0;
        long position = layout.firstChunk;
        while (position >= 0 && position + layout.chunkHeaderBytes <= header.limit()) {
            int offset = (int) position;
            int content = offset + layout.chunkHeaderBytes;
            long size = layout.contentSize(header, offset);
            String name = fourCc(header, offset);
            if (name.equals("data")) {
                // RF64 stores the size in its ds64 chunk
                long length = rf64Size > 0 ? rf64Size : size;
                boolean isKnown =
                        bytesPerSecond > 0 && length > 0 && (length < MIN_UNKNOWN_SIZE || !layout.has32BitSizes());
                return isKnown ? OptionalDouble.of((double) length / bytesPerSecond) : OptionalDouble.empty();
            }
            if (name.equals("ds64") && content + 16 <= header.limit()) {
                rf64Size = header.getLong(content + 8);
            }
            if (name.equals("fmt ") && content + 14 <= header.limit()) {
                int format = Short.toUnsignedInt(header.getShort(content));
                long sampleRate = Integer.toUnsignedLong(header.getInt(content + 4));
                int bytesPerFrame = Short.toUnsignedInt(header.getShort(content + 12));
                // not the header's byte rate, which some recorders write incorrectly
                bytesPerSecond = PCM_FORMATS.contains(format) ? sampleRate * bytesPerFrame : 0;
            }
            position = layout.nextChunk(position, size);
        }
        return OptionalDouble.empty();
    }

    /** Returns whether the audio is WAV with big-endian samples, whose first bytes are {@code RIFX}. */
    static boolean isBigEndian(EncodedAudio audio) throws IOException {
        try (InputStream in = open(audio)) {
            byte[] first = in.readNBytes(DETECTION_BYTES);
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
        private final int chunkHeaderBytes;
        private final ByteOrder order;

        Layout(int firstChunk, int chunkHeaderBytes, ByteOrder order) {
            this.firstChunk = firstChunk;
            this.chunkHeaderBytes = chunkHeaderBytes;
            this.order = order;
        }

        /** Returns the layout detected from the first bytes; null if it is none of these. */
        static @Nullable Layout of(ByteBuffer header) {
            if (header.limit() < DETECTION_BYTES) {
                return null;
            }
            boolean isWave = fourCc(header, 8).equals("WAVE");
            return switch (fourCc(header, 0)) {
                case "RIFF" -> isWave ? RIFF : null;
                case "RIFX" -> isWave ? RIFX : null;
                case "RF64" -> isWave ? RF64 : null;
                case "riff" -> fourCc(header, 24).equals("wave") ? WAVE64 : null;
                default -> null;
            };
        }

        /** Returns whether all sizes have 32 bits. */
        boolean has32BitSizes() {
            return this == RIFF || this == RIFX;
        }

        /** Returns the size of a chunk's content, in bytes. */
        long contentSize(ByteBuffer header, int chunk) {
            return this == WAVE64
                    ? header.getLong(chunk + 16) - chunkHeaderBytes
                    : Integer.toUnsignedLong(header.getInt(chunk + 4));
        }

        /** Returns the offset of the next chunk; negative if the size is invalid. */
        long nextChunk(long chunk, long size) {
            int alignment = this == WAVE64 ? 8 : 2;
            return size < 0 ? -1 : chunk + chunkHeaderBytes + (size + alignment - 1) / alignment * alignment;
        }
    }

    /** Reads the header of a WAV file, or only the bytes needed to detect that it is another format. */
    private static byte[] readHeader(EncodedAudio audio) throws IOException {
        try (InputStream in = open(audio)) {
            byte[] first = in.readNBytes(DETECTION_BYTES);
            if (Layout.of(ByteBuffer.wrap(first)) == null) {
                return first;
            }
            byte[] header = Arrays.copyOf(first, MAX_HEADER_BYTES);
            int read = in.readNBytes(header, DETECTION_BYTES, MAX_HEADER_BYTES - DETECTION_BYTES);
            return Arrays.copyOf(header, DETECTION_BYTES + read);
        }
    }

    /** Opens the encoded bytes. */
    static InputStream open(EncodedAudio audio) throws IOException {
        return switch (audio) {
            case EncodedAudio.InFile inFile -> Files.newInputStream(inFile.file());
            case EncodedAudio.InMemory inMemory -> new ByteArrayInputStream(inMemory.bytes());
        };
    }

    /** Returns the four characters at an index. */
    static String fourCc(ByteBuffer header, int position) {
        return StandardCharsets.ISO_8859_1.decode(header.slice(position, 4)).toString();
    }
}
