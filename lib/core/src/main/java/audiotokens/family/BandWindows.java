package audiotokens.family;

/**
 * Cuts the envelopes of a few bands into long windows, subtracts each band's mean over the window, and computes a
 * texture vector of each window.
 */
final class BandWindows {
    private BandWindows() {}

    /** Computes the vector of one window. */
    interface Texture {
        /**
         * Computes the vector of a window.
         *
         * @param bands (bands, window), each with mean 0; may be modified
         * @param vector output; the values are written from index {@code at}
         */
        void describe(double[][] bands, float[] vector, int at);
    }

    static FeatureVectors extract(LogMel mel, int bands, FeatureExtractor extractor, Texture texture) {
        float[][] envelopes = mel.bands(bands);
        FrameWindows windows = new FrameWindows(mel.frames(), extractor.window(), extractor.hop());
        int size = extractor.size(mel.nMels());
        float[] levels = new float[windows.count()];
        float[] values = new float[levels.length * size];
        double[][] cut = new double[bands][extractor.window()];
        for (int number = 0; number < levels.length; number++) {
            double level = 0;
            for (int band = 0; band < bands; band++) {
                int start = number * extractor.hop();
                level += cut(envelopes[band], start, cut[band]);
            }
            levels[number] = (float) (level / bands);
            texture.describe(cut, values, number * size);
        }
        return PooledFrames.timed(mel, 1, windows, size, values, levels);
    }

    /** Copies a window minus its mean, and returns the mean. Repeats the last value past the envelope's end. */
    private static double cut(float[] envelope, int start, double[] window) {
        double sum = 0;
        for (int i = 0; i < window.length; i++) {
            window[i] = envelope[Math.min(start + i, envelope.length - 1)];
            sum += window[i];
        }
        double mean = sum / window.length;
        for (int i = 0; i < window.length; i++) {
            window[i] -= mean;
        }
        return mean;
    }
}
