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

    /** Returns the minimum number of samples: reflect padding needs more than nFft / 2. */
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
        checkLength(samples);
        int nFrames = nFrames(samples.length);
        int lanes = frames.lanes();
        float[] padded = padded(samples, nFrames + lanes);
        float[] values = new float[nMels * nFrames];
        for (int t = 0; t < nFrames; t += lanes) {
            frames.transform(padded, t * hopLength, hopLength, power);
            int count = Math.min(lanes, nFrames - t);
            for (int mel = 0; mel < nMels; mel++) {
                System.arraycopy(power, mel * lanes, values, mel * nFrames + t, count);
            }
        }
        return new Spectrogram(nMels, nFrames, values);
    }

    /**
     * Computes the power in selected frames, bit-identical to the same frames of {@link #power(float[])}.
     *
     * @param samples samples of the clip; only those at {@link #requiredSamples} need to be correct
     * @param selected indices of at least one frame
     * @return (nMels, selected)
     */
    Spectrogram power(float[] samples, int[] selected) {
        checkLength(samples);
        int lanes = frames.lanes();
        float[] windows = new float[lanes * nFft];
        float[] values = new float[nMels * selected.length];
        for (int i = 0; i < selected.length; i += lanes) {
            int count = Math.min(lanes, selected.length - i);
            for (int lane = 0; lane < count; lane++) {
                copyFrame(samples, selected[i + lane], windows, lane * nFft);
            }
            frames.transform(windows, 0, nFft, power);
            for (int mel = 0; mel < nMels; mel++) {
                System.arraycopy(power, mel * lanes, values, mel * selected.length + i, count);
            }
        }
        return new Spectrogram(nMels, selected.length, values);
    }

    private void checkLength(float[] samples) {
        if (samples.length < minSamples()) {
            throw new IllegalArgumentException(
                    "there are " + samples.length + " samples, but at least " + minSamples() + " are needed");
        }
    }

    /** Copies the samples of a frame, reflected at the clip's ends. */
    private void copyFrame(float[] samples, int frame, float[] target, int offset) {
        int from = frame * hopLength - nFft / 2;
        if (from >= 0 && from + nFft <= samples.length) {
            System.arraycopy(samples, from, target, offset, nFft);
            return;
        }
        for (int i = 0; i < nFft; i++) {
            target[offset + i] = samples[Spectrum.reflected(from + i, samples.length)];
        }
    }

    /**
     * Returns the indices of the samples on which selected frames depend: their windows, extended to whole hops because
     * {@link Float64Refinement} compares a frame's bands with the energy of its hops.
     *
     * @param length number of samples of the clip
     */
    BitSet requiredSamples(int[] selected, int length) {
        int reach = Math.ceilDiv(nFft / 2, hopLength) * hopLength + nFft % 2;
        BitSet samples = new BitSet(length);
        for (int frame : selected) {
            int from = frame * hopLength - reach;
            int to = frame * hopLength + reach;
            // reflect padding: a sample beyond an edge mirrors one inside
            samples.set(
                    Math.max(0, Math.min(from, 2 * (length - 1) - (to - 1))), Math.min(length, Math.max(to, 1 - from)));
        }
        return samples;
    }

    /** Returns the number of frames for a number of samples. */
    int nFrames(int samples) {
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
