package audiotokens.spectrogram;

import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * From a waveform of any rate to the spectrogram that stages keep: resampled, transformed, in decibels, normalised. The
 * stage, the clip tester and the notebooks' figures all use this.
 *
 * <p>Reusable for clip after clip, by one thread at a time.
 */
public final class SpectrogramTransform {
    private final SpectrogramOptions options;
    private final Normalization normalization;
    private final MelSpectrogram melSpectrogram;
    private final QuietBands quietBands;
    private final Map<Integer, Resampler> resamplers = new HashMap<>();

    public SpectrogramTransform(SpectrogramOptions options, Normalization normalization) {
        this.options = options;
        this.normalization = normalization;
        MelFilterbank filterbank = new MelFilterbank(options);
        this.melSpectrogram = new MelSpectrogram(options, MelFrames.of(options, filterbank));
        this.quietBands = new QuietBands(options, filterbank);
    }

    /**
     * The spectrogram of {@code waveform}: (nMels, nFrames), as many as {@link MelSpectrogram} makes, in dB from -100, or
     * normalised.
     *
     * @throws IOException where the waveform is too short for one frame, or is not finite; the message says which
     */
    public Spectrogram apply(Waveform waveform) throws IOException {
        checkFinite(waveform.samples(), "samples");
        Resampler resampler =
                resamplers.computeIfAbsent(waveform.sampleRate(), rate -> new Resampler(rate, options.sampleRate()));
        float[] samples = resampler.apply(waveform).samples();
        if (samples.length < melSpectrogram.leastSamples()) {
            throw new IOException("is too short: " + samples.length + " samples at " + options.sampleRate()
                    + " Hz; nFft " + options.nFft() + " needs at least " + melSpectrogram.leastSamples());
        }
        Spectrogram power = melSpectrogram.power(samples);
        checkFinite(power.values(), "power");
        Spectrogram refined = quietBands.refine(power, samples, waveform, resampler);
        return normalization.apply(Decibels.ofPower(refined));
    }

    /** A sum of products with 0 is 0 only where every value is finite; four sums do not wait for each other. */
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
