package audiotokens.audio;

/**
 * The checksums of a FLAC frame: CRC-16 with polynomial x¹⁶ + x¹⁵ + x² + 1, computed with slicing-by-8, and CRC-8 with
 * polynomial x⁸ + x² + x + 1 for the frame header.
 */
final class FlacChecksum {
    private static final int POLYNOMIAL = 0x8005;
    private static final int POLYNOMIAL_OF_HEADER = 0x07;

    /** Slicing-by-8 lookup tables: the CRC of a byte followed by 0 to 7 zero bytes. */
    private static final char[] AFTER_0 = table(0);

    private static final char[] AFTER_1 = table(1);
    private static final char[] AFTER_2 = table(2);
    private static final char[] AFTER_3 = table(3);
    private static final char[] AFTER_4 = table(4);
    private static final char[] AFTER_5 = table(5);
    private static final char[] AFTER_6 = table(6);
    private static final char[] AFTER_7 = table(7);

    private FlacChecksum() {}

    private static char[] table(int following) {
        char[] table = new char[256];
        for (int value = 0; value < 256; value++) {
            int sum = value << 8;
            for (int bit = 0; bit < 8 * (following + 1); bit++) {
                sum = (sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ POLYNOMIAL;
            }
            table[value] = (char) sum;
        }
        return table;
    }

    /** CRC-8 of the bytes {@code from} (inclusive) to {@code to} (exclusive); 0 if they end with their own checksum. */
    static int ofHeader(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 0x80) == 0 ? sum << 1 : (sum << 1 ^ POLYNOMIAL_OF_HEADER) & 0xff;
            }
        }
        return sum;
    }

    /**
     * CRC-16 of the bytes {@code from} (inclusive) to {@code to} (exclusive); 0 if they end with their own checksum.
     */
    static int of(byte[] bytes, int from, int to) {
        int sum = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            int fresh = AFTER_5[bytes[i + 2] & 0xff]
                    ^ AFTER_4[bytes[i + 3] & 0xff]
                    ^ AFTER_3[bytes[i + 4] & 0xff]
                    ^ AFTER_2[bytes[i + 5] & 0xff]
                    ^ AFTER_1[bytes[i + 6] & 0xff]
                    ^ AFTER_0[bytes[i + 7] & 0xff];
            // last, since the next iteration depends on these
            sum = fresh ^ (AFTER_7[sum >> 8 ^ (bytes[i] & 0xff)] ^ AFTER_6[(sum ^ bytes[i + 1]) & 0xff]);
        }
        for (; i < to; i++) {
            sum = (sum << 8 & 0xffff) ^ AFTER_0[sum >> 8 ^ (bytes[i] & 0xff)];
        }
        return sum;
    }
}
