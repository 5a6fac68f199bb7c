package audiotokens.spectrogram;

import audiotokens.work.VectorModule;

/**
 * Computes the mel power of a block of frames: window, Fourier transform, squared magnitude, filterbank. Not
 * thread-safe.
 */
sealed interface MelFrames permits JTransformsMelFrames, VectorMelFrames {

    /** Returns the vector kernel if nFft is a power of two and the JVM has the vector module; otherwise JTransforms. */
    static MelFrames of(SpectrogramOptions options, MelFilterbank filterbank) {
        boolean powerOfTwo = Integer.bitCount(options.nFft()) == 1;
        return powerOfTwo && VectorModule.isPresent()
                ? new VectorMelFrames(options, filterbank)
                : new JTransformsMelFrames(options, filterbank);
    }

    /** Returns the number of frames per block. */
    int lanes();

    /**
     * Transforms {@link #lanes} frames.
     *
     * @param samples contains all samples of these frames
     * @param start index of the first sample of the first frame
     * @param distance number of samples from the start of a frame to the start of the next
     * @param power receives (nMels, lanes)
     */
    void transform(float[] samples, int start, int distance, float[] power);
}
