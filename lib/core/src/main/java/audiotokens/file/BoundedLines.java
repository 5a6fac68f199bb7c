package audiotokens.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the lines of a UTF-8 file with bounded memory: lines longer than {@link #MAX_BYTES} are truncated.
 *
 * <p>A byte order mark and the carriage returns of line ends are removed; invalid UTF-8 becomes the replacement
 * character.
 */
public final class BoundedLines implements Closeable {
    public static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private byte[] line = new byte[256];
    private int length;
    private boolean tooLong;
    private boolean malformed;
    private long lineNumber;

    public BoundedLines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** Returns the next line without its line terminator, or empty at the end. */
    public Optional<String> next() throws IOException {
        length = 0;
        tooLong = false;
        boolean hasLine = false;
        while (position < end || fill()) {
            hasLine = true;
            int lineEnd = position;
            while (lineEnd < end && buffer[lineEnd] != '\n') {
                lineEnd++;
            }
            append(position, lineEnd);
            position = lineEnd + 1;
            if (lineEnd < end) {
                break;
            }
        }
        if (!hasLine) {
            return Optional.empty();
        }
        lineNumber++;
        boolean hasByteOrderMark = lineNumber == 1
                && length >= 3
                && line[0] == (byte) 0xEF
                && line[1] == (byte) 0xBB
                && line[2] == (byte) 0xBF;
        int from = hasByteOrderMark ? 3 : 0;
        int to = length > from && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, from, to - from, StandardCharsets.UTF_8);
        malformed = text.indexOf('\uFFFD') >= 0;
        return Optional.of(text);
    }

    /** Returns whether the line that {@link #next} last returned contained invalid UTF-8. */
    public boolean malformed() {
        return malformed;
    }

    /** Returns whether the line that {@link #next} last returned was truncated. */
    public boolean tooLong() {
        return tooLong;
    }

    /** Returns the number of the line that {@link #next} last returned, from 1. */
    public long lineNumber() {
        return lineNumber;
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private void append(int from, int to) {
        int copied = Math.min(to - from, MAX_BYTES - length);
        tooLong |= copied < to - from;
        if (length + copied > line.length) {
            line = Arrays.copyOf(line, Math.max(length + copied, 2 * line.length));
        }
        System.arraycopy(buffer, from, line, length, copied);
        length += copied;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
