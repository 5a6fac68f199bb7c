package audiotokens.spectrogram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import java.io.IOException;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MelSpectrogramTest {
    private static float[] noise(int length) {
        Random random = new Random(1);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) random.nextGaussian() / 10;
        }
        return samples;
    }

    @Test
    void isTheMelPowerInDecibels() throws IOException {
        SpectrogramOptions options = SpectrogramOptions.of("nMels=20");
        Spectrogram expected = Decibels.ofPower(new MelPower(options).power(noise(22050)));
        Spectrogram mel = MelSpectrogram.with(options).of(new Waveform(noise(22050), 22050));
        assertEquals(20, mel.nMels());
        assertEquals(1 + 22050 / 128, mel.nFrames());
        assertArrayEquals(expected.values(), mel.values(), 1e-3f);
    }

    @Test
    void otherSampleRatesAreResampled() throws IOException {
        Spectrogram mel = MelSpectrogram.with(SpectrogramOptions.of()).of(new Waveform(noise(44100), 44100));
        assertEquals(1 + 22050 / 128, mel.nFrames());
    }

    @Test
    void clipNormalizationScalesToZeroToOne() throws IOException {
        Spectrogram mel =
                MelSpectrogram.with(SpectrogramOptions.of("normalize=true")).of(new Waveform(noise(22050), 22050));
        float min = Float.MAX_VALUE;
        float max = -Float.MAX_VALUE;
        for (float value : mel.values()) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        assertEquals(0, min);
        assertEquals(1, max);
    }

    @Test
    void corpusNormalizationRequiresTheCorpusStatistics() throws IOException {
        SpectrogramOptions options = SpectrogramOptions.of("normalizeCorpus=true");
        assertThrows(IllegalArgumentException.class, () -> MelSpectrogram.with(options));
        Waveform waveform = new Waveform(noise(22050), 22050);
        float plain = MelSpectrogram.with(SpectrogramOptions.of()).of(waveform).at(3, 5);
        assertEquals(
                (plain + 40) / 20,
                MelSpectrogram.with(options, new Normalization.ByCorpus(-40, 10))
                        .of(waveform)
                        .at(3, 5),
                1e-4);
    }

    @Test
    void selectedFramesAreBitwiseEqualToThoseOfTheWholeClip() throws IOException {
        float[] samples = noise(44100);
        for (int i = 0; i < samples.length; i++) {
            // the first half of the clip has bands too quiet for float32
            samples[i] = i > 22050 ? samples[i] : (float) (0.9 * Math.sin(0.02 * i) + 1e-4 * samples[i]);
        }
        Waveform waveform = new Waveform(samples, 44100);
        MelSpectrogram transform = MelSpectrogram.with(SpectrogramOptions.of());
        Spectrogram all = transform.of(waveform);
        Random random = new Random(2);
        for (int attempt = 0; attempt < 20; attempt++) {
            BitSet selected = new BitSet();
            for (int i = 0; i < 6; i++) {
                selected.set(random.nextInt(all.nFrames()));
            }
            Spectrogram some = transform.of(waveform, selected);
            assertEquals(all.nFrames(), some.nFrames());
            selected.stream().forEach(frame -> {
                for (int mel = 0; mel < all.nMels(); mel++) {
                    assertEquals(all.at(mel, frame), some.at(mel, frame));
                }
            });
        }
    }

    @Test
    void theNumberOfFramesIsKnownWithoutComputingThem() throws IOException {
        for (String keys : new String[] {"nFft=512", "nFft=511", "hopLength=100", "sampleRate=16000"}) {
            MelSpectrogram transform = MelSpectrogram.with(SpectrogramOptions.of(keys));
            for (int length : new int[] {5000, 5001, 5127, 5128, 44100}) {
                Waveform waveform = new Waveform(noise(length), 44100);
                assertEquals(transform.of(waveform).nFrames(), transform.frames(waveform), keys + " " + length);
            }
            Waveform few = new Waveform(noise(300), 44100);
            IOException refusal = assertThrows(IOException.class, () -> transform.of(few));
            assertEquals(
                    refusal.getMessage(),
                    assertThrows(IOException.class, () -> transform.frames(few)).getMessage());
        }
    }

    @Test
    void aWaveformShorterThanHalfAWindowIsRejectedWithTheMinimumLength() {
        IOException refusal = assertThrows(IOException.class, () -> MelSpectrogram.with(SpectrogramOptions.of())
                .of(new Waveform(noise(256), 22050)));
        assertTrue(refusal.getMessage().contains("needs at least 257"), refusal.getMessage());
    }

    @Test
    void bandsNarrowerThanABinAreCounted() {
        assertEquals(0, filterbank(1024, 64).emptyBands());
        assertEquals(36, filterbank(512, 256).emptyBands());
    }

    private static MelFilterbank filterbank(int nFft, int nMels) {
        return new MelFilterbank(SpectrogramOptions.of("nFft=" + nFft, "nMels=" + nMels));
    }
}
