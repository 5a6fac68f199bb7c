package audiotokens.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads text files strictly: malformed input is an error, since replacement characters could make two labels equal. */
public final class TextFile {
    /** Number of bytes inspected to detect UTF-16 without a byte order mark, by zeros in every other byte. */
    private static final int PROBED_BYTES = 64;

    private static final String SAVE_AS_UTF_8 = "save it as UTF-8";

    private TextFile() {}

    /** Reads UTF-8, or UTF-16 with or without a byte order mark. */
    public static String read(Path file) throws IOException {
        return read(file, StandardCharsets.UTF_8, SAVE_AS_UTF_8);
    }

    /**
     * Reads a file in {@code charset}, or in UTF-16 if a byte order mark or zero bytes indicate it.
     *
     * @param advice what the user can do about a wrong encoding; the end of the error message
     * @throws IOException if the file cannot be read or is malformed in its encoding; the message names the file, the
     *     line and the encoding
     */
    public static String read(Path file, Charset charset, String advice) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Charset encoding = detect(bytes, charset);
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (!result.isError()) {
            result = decoder.flush(out);
        }
        out.flip();
        if (result.isError()) {
            long line = out.chars().filter(character -> character == '\n').count() + 1;
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s line %d is not %s (byte 0x%02X); %s",
                    file,
                    line,
                    encoding.name(),
                    bytes[in.position()],
                    advice));
        }
        String text = out.toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Charset detect(byte[] bytes, Charset charset) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        int probed = Math.min(bytes.length, PROBED_BYTES) / 2 * 2;
        int[] zeros = new int[2];
        for (int i = 0; i < probed; i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        // column names are mostly ASCII, even if the cells are not
        boolean isLongEnough = probed >= 8;
        if (isLongEnough && zeros[0] == 0 && zeros[1] > probed / 4) {
            return StandardCharsets.UTF_16LE;
        }
        return isLongEnough && zeros[1] == 0 && zeros[0] > probed / 4 ? StandardCharsets.UTF_16BE : charset;
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
