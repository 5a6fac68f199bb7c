package audiotokens.family;

import java.util.Arrays;

/**
 * Cuts the envelopes of a few bands into long windows, subtracts each band's mean over the window, and computes a
 * texture vector of each window.
 */
final class BandWindows {
    private BandWindows() {}

    /** Computes the vector of one window. */
    interface TextureDescriptor {
        /**
         * Computes the vector of a window.
         *
         * @param bands (bands, window), each with mean 0; may be modified
         * @param vector output; the values are written from index {@code offset}
         */
        void describe(double[][] bands, float[] vector, int offset);
    }

    static FeatureVectors extract(LogMel mel, int bands, FeatureExtractor extractor, TextureDescriptor descriptor) {
        float[][] envelopes = mel.bands(bands);
        FrameWindows windows = new FrameWindows(mel.nFrames(), extractor.window(), extractor.hop());
        int size = extractor.size(mel.nMels());
        float[] levels = new float[windows.count()];
        float[] values = new float[levels.length * size];
        double[][] centered = new double[bands][extractor.window()];
        for (int index = 0; index < levels.length; index++) {
            double level = 0;
            for (int band = 0; band < bands; band++) {
                int start = index * extractor.hop();
                level += copyCentered(envelopes[band], start, centered[band]);
            }
            levels[index] = (float) (level / bands);
            descriptor.describe(centered, values, index * size);
        }
        return PooledFrames.withTimes(mel, 1, windows, size, values, levels);
    }

    /** Uses four independent sums, to avoid a single dependency chain of additions. */
    private static double sum(double[] values) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            sum0 += values[i];
            sum1 += values[i + 1];
            sum2 += values[i + 2];
            sum3 += values[i + 3];
        }
        for (; i < values.length; i++) {
            sum0 += values[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** Copies a window minus its mean, and returns the mean. Repeats the last value past the envelope's end. */
    private static double copyCentered(float[] envelope, int start, double[] window) {
        int count = Math.min(window.length, envelope.length - start);
        for (int i = 0; i < count; i++) {
            window[i] = envelope[start + i];
        }
        Arrays.fill(window, count, window.length, envelope[envelope.length - 1]);
        double mean = sum(window) / window.length;
        for (int i = 0; i < window.length; i++) {
            window[i] -= mean;
        }
        return mean;
    }
}
