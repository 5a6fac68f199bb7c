package audiotokens.audio;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads bits, most significant first, and Rice-coded residuals. Reading past the end returns arbitrary bits; a later
 * {@link #checkNotPastEnd} throws an exception.
 *
 * <p>The next bits are the top bits of a 64-bit word that is refilled without a branch (F. Giesen, "Reading bits in far
 * too many ways", 2018). After a refill at least {@value #MIN_REFILLED_BITS} bits are available.
 */
final class FlacBitReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** Padding required after the last byte, so that whole words can be read. */
    static final int PADDING_BYTES = 16;

    private static final int MIN_REFILLED_BITS = 56;

    /** Highest predictor order that {@link #readRiceAndPredict} supports: the usual default of encoders. */
    static final int MAX_UNROLLED_ORDER = 8;

    private final byte[] bytes;
    private final int end;
    /** Index of the next byte that is not completely in {@link #word}. */
    private int position;

    private long word;
    /** Number of valid bits at the top of {@link #word}. */
    private int count;

    /**
     * @param bytes data, padded with {@link #PADDING_BYTES} bytes after {@code end}
     * @param end end of the data, exclusive
     */
    FlacBitReader(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Moves to the byte at index {@code newPosition}. */
    void seek(int newPosition) {
        position = newPosition;
        word = 0;
        count = 0;
    }

    private void refill() {
        if (position >= bytes.length - Long.BYTES) {
            position =
                    bytes.length - Long.BYTES; // past the end: the bits are arbitrary, and checkNotPastEnd() reports it
        }
        word |= (long) LONG.get(bytes, position) >>> count;
        position += (63 - count) >>> 3;
        count |= MIN_REFILLED_BITS;
    }

    /** Reads {@code bits} bits, at most 32, as an unsigned number. */
    int read(int bits) {
        if (bits == 0) {
            return 0;
        }
        refill();
        int value = (int) (word >>> (64 - bits));
        consume(bits);
        return value;
    }

    /** Reads {@code bits} bits, at most 32, as a signed number. */
    int readSigned(int bits) {
        return bits == 0 ? 0 : read(bits) << (32 - bits) >> (32 - bits);
    }

    private void consume(int bits) {
        word <<= bits;
        count -= bits;
    }

    /** Reads a unary number: the count of zeros before the next bit that is 1. */
    int readUnary() throws IOException {
        int zeros = 0;
        while (true) {
            refill();
            int run = Math.min(Long.numberOfLeadingZeros(word), MIN_REFILLED_BITS);
            if (run < MIN_REFILLED_BITS) {
                consume(run + 1);
                return zeros + run;
            }
            consume(MIN_REFILLED_BITS);
            zeros += MIN_REFILLED_BITS;
            checkNotPastEnd();
        }
    }

    /** Reads a Rice-coded number with the given parameter, 0 to 30. */
    int readRice(int parameter) throws IOException {
        int folded = readUnary() << parameter | read(parameter);
        return folded >>> 1 ^ -(folded & 1);
    }

    /**
     * Reads Rice-coded residuals and adds the linear prediction from the previous {@value #MAX_UNROLLED_ORDER} samples.
     * Decoding and prediction are interleaved: each depends on its own previous result, so the processor can overlap
     * them. Stops before a number of more than {@value #MIN_REFILLED_BITS} bits, and near the end of the data.
     *
     * @param coefficients predictor coefficients, most recent sample first
     * @param shift right shift of the weighted sum
     * @param samples the first {@code from} samples are already decoded
     * @return index of the next sample to decode
     */
    int readRiceAndPredict(int parameter, int[] coefficients, int shift, int[] samples, int from, int to) {
        long available = word;
        int valid = count;
        int next = position;
        int last = bytes.length - Long.BYTES;
        int maxZeros = MIN_REFILLED_BITS - 1 - parameter;
        long c0 = coefficients[0];
        long c1 = coefficients[1];
        long c2 = coefficients[2];
        long c3 = coefficients[3];
        long c4 = coefficients[4];
        long c5 = coefficients[5];
        long c6 = coefficients[6];
        long c7 = coefficients[7];
        int previous = samples[from - 1];
        int i = from;
        for (; i < to && next < last; i++) {
            available |= (long) LONG.get(bytes, next) >>> valid;
            next += (63 - valid) >>> 3;
            valid |= MIN_REFILLED_BITS;
            int zeros = Long.numberOfLeadingZeros(available);
            if (zeros > maxZeros) {
                break;
            }
            long rest = available << zeros << 1;
            // two shifts, since a single shift by 64 would be a shift by 0
            int folded = zeros << parameter | (int) (rest >>> 1 >>> (63 - parameter));
            available = rest << parameter;
            valid -= zeros + 1 + parameter;
            long olderTerms = c7 * samples[i - 8] + c6 * samples[i - 7] + (c5 * samples[i - 6] + c4 * samples[i - 5]);
            long newerTerms = c3 * samples[i - 4] + c2 * samples[i - 3] + c1 * samples[i - 2];
            previous = (folded >>> 1 ^ -(folded & 1)) + (int) ((olderTerms + newerTerms + c0 * previous) >> shift);
            samples[i] = previous;
        }
        word = available;
        count = valid;
        position = next;
        return i;
    }

    /** Skips to the next byte boundary and returns its byte index. */
    int alignToByte() throws IOException {
        consume(count & 7);
        checkNotPastEnd();
        return bytePosition();
    }

    private int bytePosition() {
        return position - (count >> 3);
    }

    /**
     * Checks that no bits were read past the end.
     *
     * @throws IOException if bits were read past the end
     */
    void checkNotPastEnd() throws IOException {
        if (bytePosition() > end) {
            throw new IOException("ends within a frame");
        }
    }
}
