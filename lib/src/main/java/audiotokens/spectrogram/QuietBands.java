package audiotokens.spectrogram;

import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.config.SpectrogramOptions;
import java.util.BitSet;

/**
 * Computes again, in float64, the frames that hold a band so quiet beside the rest of the frame that float32's rounding
 * would show in it, by 0.01 dB and more: one frame in forty of real recordings. torchaudio's float32 lets them stand.
 *
 * <p>For one thread.
 */
final class QuietBands {
    private final int nFft;
    private final int hopLength;
    private final PreciseFrame frame;
    private final double[] powerOfFrame;

    QuietBands(SpectrogramOptions options, MelFilterbank filterbank) {
        nFft = options.nFft();
        hopLength = options.hopLength();
        frame = new PreciseFrame(options, filterbank);
        powerOfFrame = new double[filterbank.nMels()];
    }

    /**
     * The power spectrogram with some frames computed again.
     *
     * @param power in float32
     * @param coarse those frames
     * @param nSamples how many samples {@code resampler} makes of {@code waveform}
     */
    Spectrogram refine(Spectrogram power, BitSet coarse, int nSamples, Waveform waveform, Resampler resampler) {
        if (coarse.isEmpty()) {
            return power;
        }
        Spectrogram refined =
                new Spectrogram(power.nMels(), power.nFrames(), power.values().clone());
        for (int first = coarse.nextSetBit(0); first >= 0; ) {
            int end = coarse.nextClearBit(first);
            transform(first, end, nSamples, waveform, resampler, refined);
            first = coarse.nextSetBit(end);
        }
        return refined;
    }

    /** Neighbouring frames share most of their samples, so a run of them is resampled together. */
    private void transform(
            int first, int end, int length, Waveform waveform, Resampler resampler, Spectrogram refined) {
        int from = first * hopLength - nFft / 2;
        int to = (end - 1) * hopLength - nFft / 2 + nFft;
        // the edges are reflected, so that a sample beyond one is that as far within
        int least = Math.max(0, Math.min(from, 2 * (length - 1) - (to - 1)));
        int most = Math.min(length, Math.max(to, 1 - from));
        double[] exact = resampler.applyPrecisely(waveform, least, most);
        double[] samples = new double[to - from];
        for (int i = 0; i < samples.length; i++) {
            int at = Math.abs(from + i);
            samples[i] = exact[(at < length ? at : 2 * (length - 1) - at) - least];
        }
        for (int t = first; t < end; t++) {
            frame.transform(samples, (t - first) * hopLength, powerOfFrame);
            for (int mel = 0; mel < powerOfFrame.length; mel++) {
                refined.values()[mel * refined.nFrames() + t] = (float) powerOfFrame[mel];
            }
        }
    }
}
