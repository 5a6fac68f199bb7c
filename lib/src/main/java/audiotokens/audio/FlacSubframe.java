package audiotokens.audio;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes one channel of a FLAC frame: a predictor and what it leaves over. Source: RFC 9639, "Free Lossless Audio
 * Codec", section 9.2.
 */
final class FlacSubframe {
    private static final int MOST_ORDER = 32;

    /** The order up to which {@link #addQuickPrediction} goes. */
    private static final int QUICK_ORDER = 8;

    private final FlacBits bits;
    private final int[] coefficients = new int[MOST_ORDER];

    FlacSubframe(FlacBits bits) {
        this.bits = bits;
    }

    /**
     * @param sampleBits bits of a sample in this channel
     * @param samples receives the samples, from place 0
     * @param length number of samples
     * @throws IOException where this is no subframe
     */
    void decode(int sampleBits, int[] samples, int length) throws IOException {
        if (bits.read(1) != 0) {
            throw new IOException("has a damaged frame");
        }
        int type = bits.read(6);
        int wasted = bits.read(1) == 0 ? 0 : bits.readUnary() + 1;
        int depth = sampleBits - wasted;
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
            readStart(depth, order, samples, length);
            readResidual(order, samples, length);
            addFixedPrediction(order, samples, length);
        } else if (type >= 32) {
            int order = type - 31;
            readStart(depth, order, samples, length);
            int precision = bits.read(4) + 1;
            int shift = bits.readSigned(5);
            if (precision == 16 || shift < 0) {
                throw new IOException("has a damaged frame");
            }
            Arrays.fill(coefficients, 0);
            for (int i = 0; i < order; i++) {
                coefficients[i] = bits.readSigned(precision);
            }
            readResidual(order, samples, length);
            addPrediction(order, shift, samples, length);
        } else {
            throw new IOException("has a frame of an unknown kind");
        }
        if (wasted > 0) {
            for (int i = 0; i < length; i++) {
                samples[i] <<= wasted;
            }
        }
        bits.check();
    }

    private void readStart(int depth, int order, int[] samples, int length) throws IOException {
        if (order > length) {
            throw new IOException("has a damaged frame");
        }
        for (int i = 0; i < order; i++) {
            samples[i] = bits.readSigned(depth);
        }
    }

    private void readResidual(int order, int[] samples, int length) throws IOException {
        int method = bits.read(2);
        if (method > 1) {
            throw new IOException("has residuals of an unknown kind");
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
                bits.readRice(parameter, samples, from, to);
            } else {
                int width = bits.read(5);
                for (int i = from; i < to; i++) {
                    samples[i] = bits.readSigned(width);
                }
            }
            bits.check();
            from = to;
        }
    }

    private static void addFixedPrediction(int order, int[] x, int length) {
        switch (order) {
            case 1 -> {
                for (int i = 1; i < length; i++) {
                    x[i] += x[i - 1];
                }
            }
            case 2 -> {
                for (int i = 2; i < length; i++) {
                    x[i] += 2 * x[i - 1] - x[i - 2];
                }
            }
            case 3 -> {
                for (int i = 3; i < length; i++) {
                    x[i] += 3 * (x[i - 1] - x[i - 2]) + x[i - 3];
                }
            }
            case 4 -> {
                for (int i = 4; i < length; i++) {
                    x[i] += 4 * (x[i - 1] + x[i - 3]) - 6 * x[i - 2] - x[i - 4];
                }
            }
            default -> {}
        }
    }

    private void addPrediction(int order, int shift, int[] x, int length) {
        int start = Math.min(length, QUICK_ORDER);
        if (order > QUICK_ORDER) {
            addPrediction(order, shift, x, order, length);
        } else {
            addPrediction(order, shift, x, order, start);
            addQuickPrediction(shift, x, start, length);
        }
    }

    private void addPrediction(int order, int shift, int[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += (long) coefficients[j] * x[i - 1 - j];
            }
            x[i] += (int) (sum >> shift);
        }
    }

    /** The same of an order of at most 8, the most that encoders use by default, with the rest of 8 coefficients 0. */
    private void addQuickPrediction(int shift, int[] x, int from, int to) {
        long c0 = coefficients[0];
        long c1 = coefficients[1];
        long c2 = coefficients[2];
        long c3 = coefficients[3];
        long c4 = coefficients[4];
        long c5 = coefficients[5];
        long c6 = coefficients[6];
        long c7 = coefficients[7];
        long last = from == 0 ? 0 : x[from - 1];
        for (int i = from; i < to; i++) {
            long earlier = c7 * x[i - 8] + c6 * x[i - 7] + (c5 * x[i - 6] + c4 * x[i - 5]);
            long sum = earlier + (c3 * x[i - 4] + c2 * x[i - 3]) + c1 * x[i - 2] + c0 * last;
            x[i] += (int) (sum >> shift);
            last = x[i];
        }
    }
}
