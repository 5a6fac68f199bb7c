package audiotokens.spectrogram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.AudioLength;
import audiotokens.audio.Waveform;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void theSpectrogramIsTheMelPowerInDecibels() throws IOException {
        SpectrogramOptions options = SpectrogramOptions.of("nMels=20");
        Spectrogram expected = Decibels.fromPower(new MelPower(options).power(noise(22050)));
        Spectrogram mel = MelSpectrogram.with(options).of(new Waveform(noise(22050), 22050));
        assertEquals(20, mel.nMels());
        assertEquals(1 + 22050 / 128, mel.nFrames());
        assertArrayEquals(expected.values(), mel.values(), 1e-3f);
    }

    @Test
    void aWaveformWithAnotherSampleRateIsResampled() throws IOException {
        Spectrogram mel = MelSpectrogram.with(SpectrogramOptions.of()).of(new Waveform(noise(44100), 44100));
        assertEquals(1 + 22050 / 128, mel.nFrames());
    }

    @Test
    void clipNormalizationScalesToTheRangeZeroToOne() throws IOException {
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
        float unnormalized =
                MelSpectrogram.with(SpectrogramOptions.of()).of(waveform).at(3, 5);
        assertEquals(
                (unnormalized + 40) / 20,
                MelSpectrogram.with(options, new Normalization.PerCorpus(-40, 10))
                        .of(waveform)
                        .at(3, 5),
                1e-4);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, hopLength=128",
        "22050, hopLength=128",
        "48000, hopLength=300",
        "16001, hopLength=128",
        "44100, nFft=511",
        "44100, hopLength=512",
        "44100, normalize=true"
    })
    void selectedFramesAreBitIdenticalToTheFullSpectrogram(int rate, String option) throws IOException {
        float[] samples = noise(44100);
        for (int i = 0; i < samples.length; i++) {
            // the first 22,051 samples have bands too quiet for float32
            samples[i] = i > 22050 ? samples[i] : (float) (0.9 * Math.sin(0.02 * i) + 1e-4 * samples[i]);
        }
        Waveform waveform = new Waveform(samples, rate);
        MelSpectrogram transform = MelSpectrogram.with(SpectrogramOptions.of(option));
        assertSelectedFramesAreBitIdentical(transform, waveform);
        assertSelectedFramesAreBitIdentical(transform, new Waveform(Arrays.copyOf(samples, 2500), rate));
    }

    @Test
    void selectedFramesAreNormalizedByTheCorpusStatistics() throws IOException {
        assertSelectedFramesAreBitIdentical(
                MelSpectrogram.with(SpectrogramOptions.of(), new Normalization.PerCorpus(-40, 10)),
                new Waveform(noise(20_000), 44100));
    }

    private static void assertSelectedFramesAreBitIdentical(MelSpectrogram transform, Waveform waveform)
            throws IOException {
        Spectrogram full = transform.of(waveform);
        Random random = new Random(2);
        for (int attempt = 0; attempt < 20; attempt++) {
            BitSet selected = new BitSet();
            selected.set(attempt % 2 == 0 ? 0 : full.nFrames() - 1);
            selected.set(full.nFrames() + attempt);
            for (int i = 0; i < attempt; i++) {
                selected.set(random.nextInt(full.nFrames()));
            }
            BitSet neededSamples = transform.requiredSamples(
                    new AudioLength(waveform.samples().length, waveform.sampleRate()), selected);
            float[] samples = waveform.samples().clone();
            for (int i = 0; i < samples.length; i++) {
                samples[i] = neededSamples.get(i) ? samples[i] : 0.5f;
            }
            SelectedFrames partial = transform.of(new Waveform(samples, waveform.sampleRate()), selected);
            assertEquals(SelectedFrames.of(full, selected).nFrames(), partial.nFrames());
            assertArrayEquals(SelectedFrames.of(full, selected).indices(), partial.indices());
            assertArrayEquals(SelectedFrames.of(full, selected).rows(), partial.rows());
        }
    }

    @Test
    void aFewFramesNeedFewSamples() {
        BitSet selected = new BitSet();
        selected.set(700);
        selected.set(1000);
        int nNeededSamples = MelSpectrogram.with(SpectrogramOptions.of())
                .requiredSamples(new AudioLength(441_000, 44100), selected)
                .cardinality();
        assertTrue(nNeededSamples < 6_000, nNeededSamples + " samples");
    }

    @Test
    void selectedFramesBeyondTheEndAreIgnored() throws IOException {
        BitSet selected = new BitSet();
        selected.set(5000);
        SelectedFrames frames =
                MelSpectrogram.with(SpectrogramOptions.of()).of(new Waveform(noise(5000), 44100), selected);
        assertEquals(0, frames.indices().length);
        assertEquals(
                MelSpectrogram.with(SpectrogramOptions.of())
                        .of(new Waveform(noise(5000), 44100))
                        .nFrames(),
                frames.nFrames());
        assertThrows(IllegalArgumentException.class, () -> frames.row(5000));
    }

    @Test
    void theNumberOfFramesIsKnownWithoutComputingThem() throws IOException {
        for (String option : new String[] {"nFft=512", "nFft=511", "hopLength=100", "sampleRate=16000"}) {
            MelSpectrogram transform = MelSpectrogram.with(SpectrogramOptions.of(option));
            for (int length : new int[] {5000, 5001, 5127, 5128, 44100}) {
                Waveform waveform = new Waveform(noise(length), 44100);
                assertEquals(transform.of(waveform).nFrames(), transform.nFrames(waveform), option + " " + length);
            }
            Waveform tooShort = new Waveform(noise(300), 44100);
            IOException exception = assertThrows(IOException.class, () -> transform.of(tooShort));
            assertEquals(
                    exception.getMessage(),
                    assertThrows(IOException.class, () -> transform.nFrames(tooShort))
                            .getMessage());
        }
    }

    @Test
    void aWaveformShorterThanHalfAWindowIsRejectedWithAMessageThatStatesTheMinimumLength() {
        IOException exception = assertThrows(IOException.class, () -> MelSpectrogram.with(SpectrogramOptions.of())
                .of(new Waveform(noise(256), 22050)));
        assertTrue(exception.getMessage().contains("needs at least 257"), exception.getMessage());
    }

    @Test
    void emptyBandsNarrowerThanAFrequencyBinAreCounted() {
        assertEquals(0, filterbank(1024, 64).nEmptyBands());
        assertEquals(36, filterbank(512, 256).nEmptyBands());
    }

    private static MelFilterbank filterbank(int nFft, int nMels) {
        return new MelFilterbank(SpectrogramOptions.of("nFft=" + nFft, "nMels=" + nMels));
    }
}
