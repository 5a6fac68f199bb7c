package audiotokens.family;

/**
 * Cuts the envelopes of a few bands into long windows, each band's mean over the window taken off, and lets a texture be
 * made of each.
 */
final class BandWindows {
    private BandWindows() {}

    /** Makes the vector of one window. */
    interface Texture {
        /**
         * Computes the vector of a window.
         *
         * @param bands (bands, window), each of mean 0; may be changed
         * @param vector receives the vector's values from {@code at} on
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

    /** Copies a window less its mean, which it gives back; past the envelope's end the last value goes on. */
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
