package audiotokens.spectrogram;

/**
 * Power mel-spectrograms: centred frames with reflected edges, windowed, Fourier-transformed, squared and summed by the
 * {@link MelFilterbank}.
 *
 * <p>As torchaudio's {@code MelSpectrogram} by default. Reusable for clip after clip, by one thread at a time.
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

    /** The fewest samples a spectrogram can be made of: the edges are reflected by nFft / 2 samples. */
    public int minSamples() {
        return nFft / 2 + 1;
    }

    /**
     * The power of each mel band in each frame, from 0.
     *
     * @param samples at least {@link #minSamples}, at the configured rate
     * @return (nMels, 1 + samples / hopLength), for an odd nFft (nMels, 1 + (samples - 1) / hopLength)
     */
    public Spectrogram power(float[] samples) {
        if (samples.length < minSamples()) {
            throw new IllegalArgumentException(samples.length + " samples are fewer than " + minSamples());
        }
        int nFrames = frames(samples.length);
        int lanes = frames.lanes();
        float[] padded = padded(samples, nFrames + lanes);
        float[] values = new float[nMels * nFrames];
        for (int t = 0; t < nFrames; t += lanes) {
            frames.transform(padded, t * hopLength, power);
            int count = Math.min(lanes, nFrames - t);
            for (int mel = 0; mel < nMels; mel++) {
                System.arraycopy(power, mel * lanes, values, mel * nFrames + t, count);
            }
        }
        return new Spectrogram(nMels, nFrames, values);
    }

    /** Frames that so many samples give. */
    int frames(int samples) {
        return 1 + (samples - nFft % 2) / hopLength;
    }

    /** The samples with nFft / 2 reflected ones on both sides, then zeros that fill the last frames. */
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
