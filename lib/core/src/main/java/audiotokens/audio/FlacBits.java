package audiotokens.audio;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads bits, highest first, and Rice-coded residuals. Past the end it reads anything, and {@link #check} tells.
 *
 * <p>The next bits wait at the top of a 64-bit word that is filled without a branch (F. Giesen, "Reading bits in far too
 * many ways", 2018). After a filling at least {@value #FILLED} bits are there.
 */
final class FlacBits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** Bytes that must follow the last one of use, so that whole words can be read there. */
    static final int MARGIN = 16;

    private static final int FILLED = 56;

    /** Samples that {@link #addRice} predicts from: as many as encoders use by default. */
    static final int TAPS = 8;

    private final byte[] bytes;
    private final int end;
    /** The next byte that is not in {@link #word} in full. */
    private int position;

    private long word;
    /** How many bits at the top of {@link #word} count. */
    private int count;

    /**
     * @param bytes with {@link #MARGIN} bytes after {@code end}
     * @param end one past the last byte of use
     */
    FlacBits(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Goes on at a byte. */
    void seek(int newPosition) {
        position = newPosition;
        word = 0;
        count = 0;
    }

    private void fill() {
        if (position >= bytes.length - Long.BYTES) {
            position = bytes.length - Long.BYTES; // past the end: what is read counts for nothing, and check() tells
        }
        word |= (long) LONG.get(bytes, position) >>> count;
        position += (63 - count) >>> 3;
        count |= FILLED;
    }

    /** The next {@code bits} of at most 32, as an unsigned number. */
    int read(int bits) {
        if (bits == 0) {
            return 0;
        }
        fill();
        int value = (int) (word >>> (64 - bits));
        drop(bits);
        return value;
    }

    /** The next {@code bits} of at most 32, as a number with a sign. */
    int readSigned(int bits) {
        return bits == 0 ? 0 : read(bits) << (32 - bits) >> (32 - bits);
    }

    private void drop(int bits) {
        word <<= bits;
        count -= bits;
    }

    /** Number of zeros before the next one, which is read too. */
    int readUnary() throws IOException {
        int zeros = 0;
        while (true) {
            fill();
            int run = Math.min(Long.numberOfLeadingZeros(word), FILLED);
            if (run < FILLED) {
                drop(run + 1);
                return zeros + run;
            }
            drop(FILLED);
            zeros += FILLED;
            check();
        }
    }

    /** A Rice-coded number, whose lowest {@code parameter} bits, 0 to 30, are not in its unary part. */
    int readRice(int parameter) throws IOException {
        int folded = readUnary() << parameter | read(parameter);
        return folded >>> 1 ^ -(folded & 1);
    }

    /**
     * Reads Rice-coded residuals and adds them to what the {@value #TAPS} samples before each predict. Both at once,
     * since either waits for its own last result, and meanwhile the processor can do the other. Stops before a number
     * that does not fit into a filled word, and near the end of the bytes.
     *
     * @param coefficients of the sample before, of the one before that, and so on
     * @param shift the weighted sum is divided by 2 to the power of this
     * @param samples the first {@code from} of them are there
     * @return how far it has come
     */
    int addRice(int parameter, int[] coefficients, int shift, int[] samples, int from, int to) {
        long top = word;
        int left = count;
        int next = position;
        int last = bytes.length - Long.BYTES;
        int mostZeros = FILLED - 1 - parameter;
        long c0 = coefficients[0];
        long c1 = coefficients[1];
        long c2 = coefficients[2];
        long c3 = coefficients[3];
        long c4 = coefficients[4];
        long c5 = coefficients[5];
        long c6 = coefficients[6];
        long c7 = coefficients[7];
        int before = samples[from - 1];
        int i = from;
        for (; i < to && next < last; i++) {
            top |= (long) LONG.get(bytes, next) >>> left;
            next += (63 - left) >>> 3;
            left |= FILLED;
            int zeros = Long.numberOfLeadingZeros(top);
            if (zeros > mostZeros) {
                break;
            }
            long rest = top << zeros << 1;
            // two shifts, since one by 64 - 0 would shift nothing
            int folded = zeros << parameter | (int) (rest >>> 1 >>> (63 - parameter));
            top = rest << parameter;
            left -= zeros + 1 + parameter;
            long earlier = c7 * samples[i - 8] + c6 * samples[i - 7] + (c5 * samples[i - 6] + c4 * samples[i - 5]);
            long later = c3 * samples[i - 4] + c2 * samples[i - 3] + c1 * samples[i - 2];
            before = (folded >>> 1 ^ -(folded & 1)) + (int) (earlier + later + c0 * before >> shift);
            samples[i] = before;
        }
        word = top;
        count = left;
        position = next;
        return i;
    }

    /** Drops bits up to the next whole byte, and tells which byte that is. */
    int alignToByte() throws IOException {
        drop(count & 7);
        check();
        return bytePosition();
    }

    private int bytePosition() {
        return position - (count >> 3);
    }

    /** @throws IOException where more has been read than is there */
    void check() throws IOException {
        if (bytePosition() > end) {
            throw new IOException("ends within a frame");
        }
    }
}
