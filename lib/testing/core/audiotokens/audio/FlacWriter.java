package audiotokens.audio;

import java.io.ByteArrayOutputStream;

/** Writes FLAC files bit by bit, so that tests can create all types of frames, including those that encoders avoid. */
final class FlacWriter {
    private final int sampleRate;
    private final int channels;
    private final int sampleBits;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private long nSamples;
    private int nFrames;

    FlacWriter(int sampleRate, int channels, int sampleBits) {
        this.sampleRate = sampleRate;
        this.channels = channels;
        this.sampleBits = sampleBits;
    }

    /** Prediction and residual coding of a channel. */
    sealed interface Subframe {
        /** All samples equal the first one. */
        record Constant() implements Subframe {}

        /** Verbatim samples, all with {@code wastedBits} trailing zero bits. */
        record Verbatim(int wastedBits) implements Subframe {}

        /** A fixed predictor, of order 0 to 4. */
        record Fixed(int order, Residual residual) implements Subframe {}

        /** A linear predictor. */
        record Linear(int[] coefficients, int precision, int shift, Residual residual) implements Subframe {}
    }

    /**
     * @param method 0 for 4-bit parameters, 1 for 5-bit parameters
     * @param partitionOrder base-2 logarithm of the number of partitions of the residuals
     * @param parameter Rice parameter; -1 for unencoded residuals of 25 bits
     */
    record Residual(int method, int partitionOrder, int parameter) {}

    /**
     * Adds a frame.
     *
     * @param assignment channel assignment of the frame header: 0 to 7 for independent channels, 8 to 10 for stereo
     *     modes with a side channel
     * @param coded samples of each channel as it is encoded, (channels, samples); in a stereo mode, one channel is the
     *     side channel, and the other may be the mid channel
     */
    FlacWriter frame(int assignment, int[][] coded, Subframe subframe) {
        int frameLength = coded[0].length;
        Bits bits = new Bits();
        bits.write(0x7ffc, 15);
        bits.write(0, 1);
        bits.write(7, 4);
        bits.write(0, 4);
        bits.write(assignment, 4);
        bits.write(0, 4);
        bits.write(nFrames++, 8);
        bits.write(frameLength - 1, 16);
        bits.write(crc(bits.bytes(), 0x07, 8), 8);
        for (int channel = 0; channel < coded.length; channel++) {
            boolean side = assignment == 9 ? channel == 0 : assignment >= 8 && channel == 1;
            write(bits, coded[channel], side ? sampleBits + 1 : sampleBits, subframe);
        }
        bits.align();
        bits.write(crc(bits.bytes(), 0x8005, 16), 16);
        frames.writeBytes(bits.bytes());
        nSamples += frameLength;
        return this;
    }

    byte[] file() {
        Bits bits = new Bits();
        bits.write(0x664c6143, 32);
        bits.write(0, 8);
        bits.write(34, 24);
        bits.write(16, 16);
        bits.write(65535, 16);
        bits.write(0, 24);
        bits.write(0, 24);
        bits.write(sampleRate, 20);
        bits.write(channels - 1, 3);
        bits.write(sampleBits - 1, 5);
        bits.write(nSamples, 36);
        bits.write(0, 64);
        bits.write(0, 64);
        bits.write(0x84, 8); // the last metadata block: no vendor and no comments
        bits.write(8, 24);
        bits.write(0, 64);
        bits.out.writeBytes(frames.toByteArray());
        return bits.bytes();
    }

    private static void write(Bits bits, int[] samples, int depth, Subframe subframe) {
        bits.write(0, 1);
        switch (subframe) {
            case Subframe.Constant() -> {
                bits.write(0, 7);
                bits.write(samples[0], depth);
            }
            case Subframe.Verbatim(int wasted) -> {
                bits.write(1, 6);
                bits.write(wasted > 0 ? 1 : 0, 1);
                if (wasted > 0) {
                    bits.write(1, wasted);
                }
                for (int sample : samples) {
                    bits.write(sample >> wasted, depth - wasted);
                }
            }
            case Subframe.Fixed(int order, Residual residual) -> {
                int[][] coefficients = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};
                bits.write(8 + order, 6);
                bits.write(0, 1);
                writeWarmUp(bits, samples, order, depth);
                write(bits, samples, coefficients[order], 0, residual);
            }
            case Subframe.Linear(int[] coefficients, int precision, int shift, Residual residual) -> {
                bits.write(31 + coefficients.length, 6);
                bits.write(0, 1);
                writeWarmUp(bits, samples, coefficients.length, depth);
                bits.write(precision - 1, 4);
                bits.write(shift, 5);
                for (int coefficient : coefficients) {
                    bits.write(coefficient, precision);
                }
                write(bits, samples, coefficients, shift, residual);
            }
        }
    }

    private static void writeWarmUp(Bits bits, int[] samples, int order, int depth) {
        for (int i = 0; i < order; i++) {
            bits.write(samples[i], depth);
        }
    }

    private static void write(Bits bits, int[] samples, int[] coefficients, int shift, Residual residual) {
        bits.write(residual.method(), 2);
        bits.write(residual.partitionOrder(), 4);
        int parameterBits = 4 + residual.method();
        int partitionLength = samples.length >> residual.partitionOrder();
        for (int i = coefficients.length; i < samples.length; i++) {
            if (i == coefficients.length || i % partitionLength == 0) {
                bits.write(residual.parameter(), parameterBits); // -1 is the escape: all ones
                if (residual.parameter() < 0) {
                    bits.write(25, 5);
                }
            }
            long prediction = 0;
            for (int j = 0; j < coefficients.length; j++) {
                prediction += (long) coefficients[j] * samples[i - 1 - j];
            }
            int error = samples[i] - (int) (prediction >> shift);
            if (residual.parameter() < 0) {
                bits.write(error, 25);
            } else {
                int zigzag = error << 1 ^ error >> 31;
                for (int zeros = zigzag >>> residual.parameter(); zeros > 0; zeros--) {
                    bits.write(0, 1);
                }
                bits.write(1, 1);
                bits.write(zigzag, residual.parameter());
            }
        }
    }

    private static int crc(byte[] bytes, int polynomial, int width) {
        int crc = 0;
        for (byte value : bytes) {
            crc ^= (value & 0xff) << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1 << (width - 1)) == 0 ? crc << 1 : crc << 1 ^ polynomial;
            }
            crc &= (1 << width) - 1;
        }
        return crc;
    }

    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int pending;
        private int pendingBits;

        void write(long value, int width) {
            for (int bit = width - 1; bit >= 0; bit--) {
                pending = pending << 1 | (int) (value >>> bit & 1);
                if (++pendingBits == 8) {
                    out.write(pending);
                    pending = 0;
                    pendingBits = 0;
                }
            }
        }

        void align() {
            if (pendingBits > 0) {
                write(0, 8 - pendingBits);
            }
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
