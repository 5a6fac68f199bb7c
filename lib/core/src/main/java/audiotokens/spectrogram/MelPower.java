package audiotokens.spectrogram;

import java.util.BitSet;

/**
 * Power mel-spectrograms: centered frames with reflect padding, window, Fourier transform, squared magnitude and
 * {@link MelFilterbank}.
 *
 * <p>Same as torchaudio's {@code MelSpectrogram} with its defaults. Reusable across clips; not thread-safe.
 */
public final class MelPower {
    private final int nFft;
    private final int hopLength;
    private final int nMels;
    private final MelFrames frames;
    private final float[] power;

    public MelPower(SpectrogramOptions options) {
        this(options, MelFrames.of(options, new MelFilterbank(options)));
    }

    MelPower(SpectrogramOptions options, MelFrames frames) {
        this.nFft = options.nFft();
        this.hopLength = options.hopLength();
        this.nMels = options.nMels();
        this.frames = frames;
        this.power = new float[nMels * frames.lanes()];
    }

    /** Minimum number of samples: reflect padding needs more than nFft / 2. */
    public int minSamples() {
        return nFft / 2 + 1;
    }

    /**
     * Computes the power of each mel band in each frame.
     *
     * @param samples at least {@link #minSamples}, at the configured sample rate
     * @return (nMels, 1 + samples / hopLength); for odd nFft (nMels, 1 + (samples - 1) / hopLength)
     */
    public Spectrogram power(float[] samples) {
        return power(samples, all(samples));
    }

    private BitSet all(float[] samples) {
        BitSet all = new BitSet();
        all.set(0, frames(samples.length));
        return all;
    }

    /**
     * The power of some frames.
     *
     * @param samples at least {@link #minSamples}, at the configured rate
     * @param selected frames to compute; other frames may be 0
     * @return same shape as {@link #power(float[])}
     */
    Spectrogram power(float[] samples, BitSet selected) {
        if (samples.length < minSamples()) {
            throw new IllegalArgumentException(samples.length + " samples are fewer than " + minSamples());
        }
        int nFrames = frames(samples.length);
        int lanes = frames.lanes();
        float[] padded = padded(samples, nFrames + lanes);
        float[] values = new float[nMels * nFrames];
        for (int t = 0; t < nFrames; t += lanes) {
            int next = selected.nextSetBit(t);
            if (next < 0 || next >= t + lanes) {
                continue;
            }
            frames.transform(padded, t * hopLength, power);
            int count = Math.min(lanes, nFrames - t);
            for (int mel = 0; mel < nMels; mel++) {
                System.arraycopy(power, mel * lanes, values, mel * nFrames + t, count);
            }
        }
        return new Spectrogram(nMels, nFrames, values);
    }

    /** Number of frames for a number of samples. */
    int frames(int samples) {
        return 1 + (samples - nFft % 2) / hopLength;
    }

    /** Reflect-pads by nFft / 2 samples on both sides and zero-pads to complete the last block. */
    private float[] padded(float[] samples, int nFrames) {
        int edge = nFft / 2;
        int length = samples.length;
        float[] padded = new float[Math.max(length + 2 * edge, nFrames * hopLength + nFft)];
        System.arraycopy(samples, 0, padded, edge, length);
        for (int i = 1; i <= edge; i++) {
            padded[edge - i] = samples[i];
            padded[edge + length - 1 + i] = samples[length - 1 - i];
        }
        return padded;
    }
}
