package audiotokens.audio;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes one channel of a FLAC frame: prediction plus residual. Source: RFC 9639, "Free Lossless Audio Codec", section
 * 9.2.
 */
final class FlacSubframe {
    private static final int MAX_ORDER = 32;

    /** Coefficients of the fixed predictors, by order. */
    private static final int[][] FIXED_COEFFICIENTS = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

    private final FlacBitReader bits;
    private final int[] coefficients = new int[MAX_ORDER];

    FlacSubframe(FlacBitReader bits) {
        this.bits = bits;
    }

    /**
     * Decodes one subframe.
     *
     * @param bitsPerSample bits per sample in this channel
     * @param samples receives the samples, from index 0
     * @param length number of samples
     * @throws IOException if this is not a valid subframe
     */
    void decode(int bitsPerSample, int[] samples, int length) throws IOException {
        if (bits.read(1) != 0) {
            throw new IOException("has a damaged frame");
        }
        int type = bits.read(6);
        int wastedBits = bits.read(1) == 0 ? 0 : bits.readUnary() + 1;
        int depth = bitsPerSample - wastedBits;
        if (depth <= 0) {
            throw new IOException("has a damaged frame");
        }
        if (type == 0) {
            Arrays.fill(samples, 0, length, bits.readSigned(depth));
        } else if (type == 1) {
            for (int i = 0; i < length; i++) {
                samples[i] = bits.readSigned(depth);
            }
        } else if (type >= 8 && type <= 12) {
            int order = type - 8;
            readWarmUp(depth, order, samples, length);
            Arrays.fill(coefficients, 0);
            System.arraycopy(FIXED_COEFFICIENTS[order], 0, coefficients, 0, order);
            readResidualAndPredict(order, 0, samples, length);
        } else if (type >= 32) {
            int order = type - 31;
            readWarmUp(depth, order, samples, length);
            int precision = bits.read(4) + 1;
            int shift = bits.readSigned(5);
            if (precision == 16 || shift < 0) {
                throw new IOException("has a damaged frame");
            }
            Arrays.fill(coefficients, 0);
            for (int i = 0; i < order; i++) {
                coefficients[i] = bits.readSigned(precision);
            }
            readResidualAndPredict(order, shift, samples, length);
        } else {
            throw new IOException("has a subframe of a reserved type");
        }
        if (wastedBits > 0) {
            for (int i = 0; i < length; i++) {
                samples[i] <<= wastedBits;
            }
        }
        bits.checkNotPastEnd();
    }

    private void readWarmUp(int depth, int order, int[] samples, int length) throws IOException {
        if (order > length) {
            throw new IOException("has a damaged frame");
        }
        for (int i = 0; i < order; i++) {
            samples[i] = bits.readSigned(depth);
        }
    }

    private void readResidualAndPredict(int order, int shift, int[] samples, int length) throws IOException {
        int method = bits.read(2);
        if (method > 1) {
            throw new IOException("has residuals with a reserved coding method");
        }
        int parameterBits = 4 + method;
        int escape = (1 << parameterBits) - 1;
        int partitionOrder = bits.read(4);
        int partitionLength = length >> partitionOrder;
        if (partitionLength << partitionOrder != length || partitionLength < order) {
            throw new IOException("has a damaged frame");
        }
        int from = order;
        for (int to = partitionLength; to <= length; to += partitionLength) {
            int parameter = bits.read(parameterBits);
            if (parameter < escape) {
                readRice(parameter, order, shift, samples, from, to);
            } else {
                int width = bits.read(5);
                for (int i = from; i < to; i++) {
                    samples[i] = bits.readSigned(width) + prediction(order, shift, samples, i);
                }
            }
            bits.checkNotPastEnd();
            from = to;
        }
    }

    private void readRice(int parameter, int order, int shift, int[] samples, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            if (order <= FlacBitReader.MAX_UNROLLED_ORDER && i >= FlacBitReader.MAX_UNROLLED_ORDER) {
                i = bits.readRiceAndPredict(parameter, coefficients, shift, samples, i, to);
            }
            if (i < to) {
                samples[i] = bits.readRice(parameter) + prediction(order, shift, samples, i);
                i++;
            }
        }
    }

    private int prediction(int order, int shift, int[] samples, int index) {
        long sum = 0;
        for (int i = 0; i < order; i++) {
            sum += (long) coefficients[i] * samples[index - 1 - i];
        }
        return (int) (sum >> shift);
    }
}
