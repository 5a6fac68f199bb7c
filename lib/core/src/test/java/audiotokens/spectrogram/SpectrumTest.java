package audiotokens.spectrogram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumTest {
    private static final SpectrogramOptions OPTIONS =
            SpectrogramOptions.of("sampleRate=16000", "nFft=512", "hopLength=160", "nMels=40");

    private static Waveform tone(double frequency) {
        SplittableRandom random = new SplittableRandom(1);
        float[] samples = new float[16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.cos(2 * Math.PI * frequency * i / 16_000) + 0.01 * random.nextGaussian());
        }
        return new Waveform(samples, 16_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 99, 100})
    void theMelBandsOfAFrameEqualItsColumnInTheSpectrogram(int frame) throws Exception {
        Waveform sound = tone(1000);
        Spectrogram spectrogram = MelSpectrogram.with(OPTIONS).of(sound);
        Spectrogram column =
                Decibels.fromPower(Spectrum.ofFrame(sound, frame, OPTIONS).mel(new MelFilterbank(OPTIONS)));
        assertEquals(101, spectrogram.nFrames());
        assertEquals(1, column.nFrames());
        for (int mel = 0; mel < 40; mel++) {
            assertEquals(spectrogram.at(mel, frame), column.at(mel, 0), 0.01, "band " + mel);
        }
    }

    @Test
    void theSpectrumOfATonePeaksAtItsFrequencyWithThePowerOfTheWindow() {
        Spectrum spectrum = Spectrum.ofFrame(tone(1000), 50, OPTIONS);
        assertEquals(257, spectrum.power().length);
        assertEquals(31.25, spectrum.binHz());
        int peak = 0;
        for (int bin = 0; bin < 257; bin++) {
            peak = spectrum.power()[bin] > spectrum.power()[peak] ? bin : peak;
        }
        assertEquals(1000, peak * spectrum.binHz());
        // the square of half the amplitude times the sum of the Hann window: (0.5 / 2 * 256)²
        assertEquals(4096, spectrum.power()[peak], 60);
    }

    @Test
    void frameIndicesOutOfRangeAndOtherSampleRatesAreRejected() {
        Waveform sound = tone(1000);
        assertThrows(IllegalArgumentException.class, () -> Spectrum.ofFrame(sound, 101, OPTIONS));
        assertThrows(IllegalArgumentException.class, () -> Spectrum.ofFrame(sound, -1, OPTIONS));
        Waveform otherRate = new Waveform(sound.samples(), 8000);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Spectrum.ofFrame(otherRate, 0, OPTIONS))
                .getMessage()
                .contains("resample"));
        Spectrum spectrum = Spectrum.ofFrame(sound, 0, OPTIONS);
        MelFilterbank otherFilterbank = new MelFilterbank(SpectrogramOptions.of("nFft=1024"));
        assertThrows(IllegalArgumentException.class, () -> spectrum.mel(otherFilterbank));
    }
}
