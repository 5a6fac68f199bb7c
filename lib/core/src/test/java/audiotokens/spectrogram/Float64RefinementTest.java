package audiotokens.spectrogram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float64RefinementTest {
    private static final double MAX_ERROR_DB = 0.01;

    /** A loud low-frequency tone with noise 100 dB below it; frames at both edges of the clip are compared, too. */
    @ParameterizedTest
    @CsvSource({
        "44100, 512, 128",
        "22050, 512, 128",
        "48000, 512, 200",
        "44100, 400, 160",
        "44100, 125, 50",
        "44100, 125, 63",
        "44100, 125, 105"
    })
    void bandsBelowTheResolutionOfFloat32AreComputedInFloat64(int rate, int nFft, int hopLength) throws IOException {
        SpectrogramOptions options = SpectrogramOptions.of("nFft=" + nFft, "hopLength=" + hopLength, "nMels=16");
        Random random = new Random(1);
        float[] samples = new float[rate / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.9 * Math.sin(2 * Math.PI * 150 * i / rate) + 1e-5 * random.nextGaussian());
        }
        Waveform waveform = new Waveform(samples, rate);
        Resampler resampler = new Resampler(rate, options.sampleRate());

        Spectrogram refined = MelSpectrogram.with(options).of(waveform);
        float[] resampled = resampler.apply(waveform).samples();
        Spectrogram float32Only = Decibels.fromPower(new MelPower(options).power(resampled));
        double[][] expected = melPowerInFloat64(options, resampler.applyInFloat64(waveform, 0, resampled.length));

        assertEquals(expected.length, refined.nFrames());
        double maxError = 0;
        double maxErrorOfFloat32 = 0;
        for (int t = 0; t < expected.length; t++) {
            for (int mel = 0; mel < 16; mel++) {
                double decibels = 10 * Math.log10(Math.max(expected[t][mel], 1e-10));
                if (decibels > -80) {
                    maxError = Math.max(maxError, Math.abs(refined.at(mel, t) - decibels));
                    maxErrorOfFloat32 = Math.max(maxErrorOfFloat32, Math.abs(float32Only.at(mel, t) - decibels));
                }
            }
        }
        assertTrue(maxError <= MAX_ERROR_DB, "off by " + maxError + " dB");
        assertTrue(
                maxErrorOfFloat32 > MAX_ERROR_DB,
                "float32 alone is off by only " + maxErrorOfFloat32 + " dB, so this test proves nothing");
    }

    /** Computes mel power, (nFrames, nMels), from the definition of the DFT. */
    private static double[][] melPowerInFloat64(SpectrogramOptions options, double[] samples) {
        int nFft = options.nFft();
        MelFilterbank filterbank = new MelFilterbank(options);
        double[][] power = new double[1 + (samples.length - nFft % 2) / options.hopLength()][filterbank.nMels()];
        for (int t = 0; t < power.length; t++) {
            for (int bin = 0; bin <= nFft / 2; bin++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < nFft; i++) {
                    int position = Math.abs(t * options.hopLength() - nFft / 2 + i);
                    double sample = samples[position < samples.length ? position : 2 * (samples.length - 1) - position];
                    double value = (0.5 - 0.5 * Math.cos(2 * Math.PI * i / nFft)) * sample;
                    double angle = 2 * Math.PI * ((long) i * bin % nFft) / nFft;
                    re += value * Math.cos(angle);
                    im -= value * Math.sin(angle);
                }
                for (int mel = 0; mel < filterbank.nMels(); mel++) {
                    power[t][mel] += filterbank.weight(mel, bin) * (re * re + im * im);
                }
            }
        }
        return power;
    }
}
