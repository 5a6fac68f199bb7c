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

/**
 * The length that a WAV file of plain samples announces. FFmpeg believes the file's size where that is less, so that a
 * file which is cut off looks like a shorter one.
 */
final class WavHeader {
    /** Room for the chunks that programs write before the samples. */
    private static final int MOST_BYTES = 1 << 16;

    /** A program that writes to a pipe knows no length, and leaves 0 or about the most that fits. */
    private static final long UNKNOWN = 0x7fff0000L;

    /** RIFF, the file's size, WAVE. */
    private static final int FIRST_BYTES = 12;

    private static final int CHUNK_HEAD = 8;

    /** WAVE_FORMAT_PCM, _IEEE_FLOAT and _EXTENSIBLE. */
    private static final Set<Integer> PLAIN = Set.of(1, 3, 0xfffe);

    private WavHeader() {}

    /** The seconds announced; none where the audio is no WAV, holds a codec's packets, or leaves its length open. */
    static OptionalDouble seconds(EncodedAudio audio) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(beginning(audio)).order(ByteOrder.LITTLE_ENDIAN);
        if (!isWav(header)) {
            return OptionalDouble.empty();
        }
        long bytesPerSecond = 0;
        long at = FIRST_BYTES;
        while (at + CHUNK_HEAD <= header.limit()) {
            int place = (int) at;
            long size = Integer.toUnsignedLong(header.getInt(place + 4));
            if (name(header, place).equals("data")) {
                boolean isKnown = bytesPerSecond > 0 && size > 0 && size < UNKNOWN;
                return isKnown ? OptionalDouble.of((double) size / bytesPerSecond) : OptionalDouble.empty();
            }
            if (name(header, place).equals("fmt ") && place + CHUNK_HEAD + 14 <= header.limit()) {
                int format = Short.toUnsignedInt(header.getShort(place + CHUNK_HEAD));
                long sampleRate = Integer.toUnsignedLong(header.getInt(place + CHUNK_HEAD + 4));
                int bytesPerFrame = Short.toUnsignedInt(header.getShort(place + CHUNK_HEAD + 12));
                // not the header's own bytes per second, which some recorders have wrong
                bytesPerSecond = PLAIN.contains(format) ? sampleRate * bytesPerFrame : 0;
            }
            at += CHUNK_HEAD + size + size % 2;
        }
        return OptionalDouble.empty();
    }

    /** The first bytes; no more than tell that it is none, where it is no WAV. */
    private static byte[] beginning(EncodedAudio audio) throws IOException {
        try (InputStream in =
                switch (audio) {
                    case EncodedAudio.OfFile inFile -> Files.newInputStream(inFile.file());
                    case EncodedAudio.OfBytes inMemory -> new ByteArrayInputStream(inMemory.bytes());
                }) {
            byte[] first = in.readNBytes(FIRST_BYTES);
            if (!isWav(ByteBuffer.wrap(first))) {
                return first;
            }
            byte[] header = Arrays.copyOf(first, MOST_BYTES);
            int read = in.readNBytes(header, FIRST_BYTES, MOST_BYTES - FIRST_BYTES);
            return Arrays.copyOf(header, FIRST_BYTES + read);
        }
    }

    private static boolean isWav(ByteBuffer header) {
        return header.limit() >= FIRST_BYTES
                && name(header, 0).equals("RIFF")
                && name(header, 8).equals("WAVE");
    }

    private static String name(ByteBuffer header, int at) {
        return new String(header.array(), at, 4, StandardCharsets.US_ASCII);
    }
}
