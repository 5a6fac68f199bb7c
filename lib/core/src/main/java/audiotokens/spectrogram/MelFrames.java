package audiotokens.spectrogram;

import audiotokens.work.VectorModule;

/**
 * From the samples of a few frames to the power of their mel bands: window, Fourier transform, square, filterbank. For
 * one thread.
 */
sealed interface MelFrames permits LibraryMelFrames, VectorMelFrames {

    /** The vector kernel where the length is a power of two and the JVM has the vector module, the library otherwise. */
    static MelFrames of(SpectrogramOptions options, MelFilterbank filterbank) {
        boolean powerOfTwo = Integer.bitCount(options.nFft()) == 1;
        return powerOfTwo && VectorModule.isPresent()
                ? new VectorMelFrames(options, filterbank)
                : new LibraryMelFrames(options, filterbank);
    }

    /** Frames transformed at once. */
    int lanes();

    /**
     * Transforms {@link #lanes} frames, each hopLength after the one before.
     *
     * @param samples with all samples of these frames
     * @param start the first sample of the first frame
     * @param power receives (nMels, lanes)
     */
    void transform(float[] samples, int start, float[] power);
}
