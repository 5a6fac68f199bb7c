package audiotokens.spectrogram;

import audiotokens.audio.AudioLength;
import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Mel-spectrograms in dB of waveforms of any sample rate: resampled, transformed like torchaudio's
 * {@code MelSpectrogram} and {@code AmplitudeToDB}, and optionally normalized.
 *
 * <pre>{@code
 * Waveform sound = Waveform.read(path);
 * Spectrogram mel = MelSpectrogram.with(SpectrogramOptions.of("nMels=80")).of(sound);
 * }</pre>
 *
 * <p>Reusable across clips; not thread-safe.
 */
public final class MelSpectrogram {
    /** The power of samples up to this amplitude is finite for any nFft and filterbank. */
    private static final float MAX_SAFE_AMPLITUDE = 1e8f;

    private final SpectrogramOptions options;
    private final Normalization normalization;
    private final MelPower melPower;
    private final Float64Refinement refinement;
    private final Map<Integer, Resampler> resamplers = new HashMap<>();

    /**
     * Creates a transform to dB or, with {@code normalize=true}, to values scaled to [0, 1] in each clip.
     *
     * @throws IllegalArgumentException for {@code normalizeCorpus=true}, which needs the mean and standard deviation of
     *     the training set; use {@link #with(SpectrogramOptions, Normalization)}
     */
    public static MelSpectrogram with(SpectrogramOptions options) {
        if (options.normalizeCorpus()) {
            throw new IllegalArgumentException("normalizeCorpus needs the mean and standard deviation of the training"
                    + " set; pass a Normalization.PerCorpus");
        }
        return with(options, options.normalize() ? new Normalization.PerClip() : new Normalization.None());
    }

    /**
     * Creates a transform with the given normalization, which overrides the options {@code normalize} and
     * {@code normalizeCorpus}.
     */
    public static MelSpectrogram with(SpectrogramOptions options, Normalization normalization) {
        return new MelSpectrogram(options, normalization);
    }

    private MelSpectrogram(SpectrogramOptions options, Normalization normalization) {
        this.options = options;
        this.normalization = normalization;
        MelFilterbank filterbank = new MelFilterbank(options);
        this.melPower = new MelPower(options, MelFrames.of(options, filterbank));
        this.refinement = new Float64Refinement(options, filterbank);
    }

    /**
     * Returns the spectrogram of {@code waveform}, (nMels, nFrames), in dB with a floor of -100 dB, or normalized. With
     * n samples at {@code sampleRate}, nFrames is 1 + n / hopLength for an even nFft and 1 + (n - 1) / hopLength for an
     * odd one.
     *
     * @throws IOException if the waveform is shorter than nFft / 2 + 1 samples or has non-finite values; the message is
     *     worded to come after the clip's name
     */
    public Spectrogram of(Waveform waveform) throws IOException {
        checkFinite(waveform.samples(), "samples");
        Resampler resampler = resampler(waveform.sampleRate());
        float[] samples = resampler.apply(waveform).samples();
        checkLength(samples.length);
        Spectrogram power = melPower.power(samples);
        checkFinite(power.values(), "power values");
        Spectrogram refined = refinement.refine(power, samples, waveform, resampler);
        return normalization.apply(Decibels.fromPower(refined));
    }

    /**
     * Computes selected frames, bit-identical to the same frames of {@link #of(Waveform)}. Computes all frames first if
     * the normalization needs them.
     *
     * @param waveform only its samples at {@link #requiredSamples} need to be correct
     * @param requested indices of frames; those beyond the spectrogram's end are ignored
     * @throws IOException if the waveform is shorter than nFft / 2 + 1 samples, or the frames have non-finite values;
     *     the message is worded to come after the clip's name
     */
    public SelectedFrames of(Waveform waveform, BitSet requested) throws IOException {
        if (normalization instanceof Normalization.PerClip) {
            return SelectedFrames.of(of(waveform), requested);
        }
        Resampler resampler = resampler(waveform.sampleRate());
        int length = Math.toIntExact(resampler.outputLength(waveform.samples().length));
        checkLength(length);
        int nFrames = melPower.nFrames(length);
        int[] selected = SelectedFrames.existingFrames(requested, nFrames);
        if (selected.length == 0) {
            return new SelectedFrames(options.nMels(), nFrames, selected, new float[0]);
        }
        float[] samples = resampler
                .apply(waveform, melPower.requiredSamples(selected, length))
                .samples();
        Spectrogram power = melPower.power(samples, selected);
        checkFinite(power.values(), "power values");
        Spectrogram refined = refinement.refine(power, selected, nFrames, samples, waveform, resampler);
        Spectrogram normalized = normalization.apply(Decibels.fromPower(refined));
        return new SelectedFrames(options.nMels(), nFrames, selected, normalized.frames());
    }

    /**
     * Returns the indices of the samples that {@link #of(Waveform, BitSet)} reads.
     *
     * @param length length of the waveform
     */
    public BitSet requiredSamples(AudioLength length, BitSet requested) {
        Resampler resampler = resampler(length.sampleRate());
        long resampled = resampler.outputLength(length.samples());
        if (normalization instanceof Normalization.PerClip || resampled < melPower.minSamples()) {
            BitSet all = new BitSet(length.samples());
            all.set(0, length.samples());
            return all;
        }
        int samples = Math.toIntExact(resampled);
        int[] selected = SelectedFrames.existingFrames(requested, melPower.nFrames(samples));
        return resampler.requiredInputs(melPower.requiredSamples(selected, samples), length.samples());
    }

    /**
     * Returns the number of frames of {@link #of}. Computes the frames only if a sample is so large that its power may
     * not be finite.
     *
     * @throws IOException as in {@link #of}
     */
    public int nFrames(Waveform waveform) throws IOException {
        checkFinite(waveform.samples(), "samples");
        for (float sample : waveform.samples()) {
            if (Math.abs(sample) > MAX_SAFE_AMPLITUDE) {
                return of(waveform).nFrames();
            }
        }
        return nFrames(new AudioLength(waveform.samples().length, waveform.sampleRate()));
    }

    /**
     * Returns the number of frames of {@link #of} for a waveform of this length with samples in [-1, 1].
     *
     * @throws IOException if it is too short; the message is worded to come after the clip's name
     */
    public int nFrames(AudioLength length) throws IOException {
        long samples = resampler(length.sampleRate()).outputLength(length.samples());
        checkLength(samples);
        return melPower.nFrames(Math.toIntExact(samples));
    }

    private Resampler resampler(int rate) {
        return resamplers.computeIfAbsent(rate, from -> new Resampler(from, options.sampleRate()));
    }

    private void checkLength(long samples) throws IOException {
        if (samples < melPower.minSamples()) {
            throw new IOException("is too short: " + samples + " samples at " + options.sampleRate() + " Hz; nFft "
                    + options.nFft() + " needs at least " + melPower.minSamples());
        }
    }

    /**
     * Checks that all values are finite: only then is the sum of all values times 0 equal to 0. Uses four independent
     * sums, for instruction-level parallelism.
     */
    private static void checkFinite(float[] values, String what) throws IOException {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            sum0 += values[i] * 0;
            sum1 += values[i + 1] * 0;
            sum2 += values[i + 2] * 0;
            sum3 += values[i + 3] * 0;
        }
        for (; i < values.length; i++) {
            sum0 += values[i] * 0;
        }
        if (Float.isNaN(sum0 + sum1 + sum2 + sum3)) {
            throw new IOException("has " + what + " that are NaN or infinite");
        }
    }
}
