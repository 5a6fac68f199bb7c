package audiotokens.audio;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads bits, highest first, and Rice-coded residuals. Past the end it reads zeros, and {@link #check} tells.
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
            position = end; // zeros, again and again
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

    /**
     * Reads Rice-coded numbers.
     *
     * @param parameter bits of a number that are not in its unary part, 0 to 30
     */
    void readRice(int parameter, int[] target, int from, int to) throws IOException {
        long top = word;
        int left = count;
        int next = position;
        int last = bytes.length - Long.BYTES;
        for (int i = from; i < to; i++) {
            if (next >= last) {
                throw new IOException("ends within a frame");
            }
            top |= (long) LONG.get(bytes, next) >>> left;
            next += (63 - left) >>> 3;
            left |= FILLED;
            int zeros = Long.numberOfLeadingZeros(top);
            int folded;
            if (zeros + 1 + parameter <= FILLED) {
                long rest = top << (zeros + 1);
                // two shifts, since one by 64 - 0 would shift nothing
                folded = zeros << parameter | (int) (rest >>> 1 >>> (63 - parameter));
                top = rest << parameter;
                left -= zeros + 1 + parameter;
            } else {
                word = top;
                count = left;
                position = next;
                folded = readUnary() << parameter | read(parameter);
                top = word;
                left = count;
                next = position;
            }
            target[i] = folded >>> 1 ^ -(folded & 1);
        }
        word = top;
        count = left;
        position = next;
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
