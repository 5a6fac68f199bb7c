package audiotokens.audio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksums of a FLAC frame: CRC-16 with polynomial x¹⁶ + x¹⁵ + x² + 1, computed with slicing-by-16, and CRC-8 with
 * polynomial x⁸ + x² + x + 1 for the frame header.
 */
final class FlacChecksum {
    private static final int CRC16_POLYNOMIAL = 0x8005;
    private static final int CRC8_POLYNOMIAL = 0x07;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private static final int BYTES_PER_STEP = 16;

    /** Slicing-by-16 lookup table: the CRC of a byte followed by 0 to 15 zero bytes; (number of zero bytes, 256). */
    private static final char[] TABLE = table();

    private FlacChecksum() {}

    private static char[] table() {
        char[] table = new char[BYTES_PER_STEP << 8];
        for (int value = 0; value < 256; value++) {
            int sum = value << 8;
            for (int zeroBytes = 0; zeroBytes < BYTES_PER_STEP; zeroBytes++) {
                for (int bit = 0; bit < 8; bit++) {
                    sum = (sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ CRC16_POLYNOMIAL;
                }
                table[(zeroBytes << 8) | value] = (char) sum;
                sum &= 0xffff;
            }
        }
        return table;
    }

    /**
     * Returns the CRC-8 of the bytes {@code from} (inclusive) to {@code to} (exclusive); 0 if they end with their own
     * checksum.
     */
    static int crc8(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 0x80) == 0 ? sum << 1 : (sum << 1 ^ CRC8_POLYNOMIAL) & 0xff;
            }
        }
        return sum;
    }

    /**
     * Returns the CRC-16 of the bytes {@code from} (inclusive) to {@code to} (exclusive); 0 if they end with their own
     * checksum.
     */
    static int crc16(byte[] bytes, int from, int to) {
        int sum = 0;
        int i = from;
        for (; i + BYTES_PER_STEP <= to; i += BYTES_PER_STEP) {
            // the first two bytes come last, since only these depend on the previous iteration
            long first = (long) LONG.get(bytes, i);
            int independent =
                    crc16OfEight((long) LONG.get(bytes, i + Long.BYTES), 0) ^ crc16OfEight(first & (~0L >>> 16), 8);
            int start = sum ^ (int) (first >>> 48);
            sum = independent ^ TABLE[(15 << 8) | (start >> 8)] ^ TABLE[(14 << 8) | (start & 0xff)];
        }
        for (; i < to; i++) {
            sum = (sum << 8 & 0xffff) ^ TABLE[sum >> 8 ^ (bytes[i] & 0xff)];
        }
        return sum;
    }

    /** Returns the CRC-16 of eight bytes followed by {@code zeros} zero bytes. */
    private static int crc16OfEight(long bytes, int zeros) {
        int row = zeros << 8;
        return TABLE[row | ((int) bytes & 0xff)]
                ^ TABLE[(row + 0x100) | ((int) (bytes >> 8) & 0xff)]
                ^ TABLE[(row + 0x200) | ((int) (bytes >> 16) & 0xff)]
                ^ TABLE[(row + 0x300) | ((int) (bytes >> 24) & 0xff)]
                ^ TABLE[(row + 0x400) | ((int) (bytes >> 32) & 0xff)]
                ^ TABLE[(row + 0x500) | ((int) (bytes >> 40) & 0xff)]
                ^ TABLE[(row + 0x600) | ((int) (bytes >> 48) & 0xff)]
                ^ TABLE[(row + 0x700) | (int) (bytes >>> 56)];
    }
}
