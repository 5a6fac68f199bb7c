package audiotokens.spectrogram;

import audiotokens.config.SpectrogramOptions;
import audiotokens.run.VectorModule;

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

    /**
     * A band's power over the mean power of its frame's frequency bins. On the 400 clips of ESC-10 float32's rounding moved
     * no band above half of it by 0.01 dB, in this library or in torchaudio.
     */
    float LEAST_SHARE = 2e-7f;

    /** A little below -80 dB; what is quieter than this is as good as silence. */
    float LEAST_POWER = 5e-9f;

    /** Frames transformed at once, at most 64. */
    int lanes();

    /**
     * Transforms {@link #lanes} frames, each hopLength after the one before.
     *
     * @param samples with all samples of these frames
     * @param start the first sample of the first frame
     * @param power receives (nMels, lanes)
     * @return a bit, the first frame's the lowest, for each frame with a band of at least {@link #LEAST_POWER} that is so
     *     quiet beside the frame that samples in float32 are too coarse for it
     */
    long transform(float[] samples, int start, float[] power);
}
