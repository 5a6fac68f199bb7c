package audiotokens.spectrogram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import audiotokens.Golden;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MelPowerTest {
    @ParameterizedTest
    @CsvSource({"512, 128, 64", "1024, 256, 128", "1024, 512, 64"})
    void filterbankPowerDecibelsAndNormalizationAgreeWithTorchaudio(int nFft, int hopLength, int nMels) {
        Golden golden = Golden.read("mel_" + nFft + "_" + hopLength + "_" + nMels + ".npz");
        SpectrogramOptions options = options(nFft, hopLength, nMels);
        MelFilterbank filterbank = new MelFilterbank(options);
        float[] weights = new float[(nFft / 2 + 1) * nMels];
        for (int bin = 0; bin <= nFft / 2; bin++) {
            for (int mel = 0; mel < nMels; mel++) {
                weights[bin * nMels + mel] = filterbank.weight(mel, bin);
            }
        }
        Golden.assertClose(golden.get("filterbank").values(), weights, 1e-6);

        Spectrogram power = new MelPower(options).power(golden.get("input").floats());
        assertEquals(golden.get("power").shape()[0], power.nMels());
        assertEquals(golden.get("power").shape()[1], power.nFrames());
        Spectrogram decibels = Decibels.fromPower(power);
        Golden.assertClose(golden.get("db").values(), decibels.values(), 1e-3);
        Golden.assertClose(
                golden.get("normalized").values(),
                new Normalization.PerClip().apply(decibels).values(),
                1e-4);
    }

    @ParameterizedTest
    @CsvSource({"512, 128, 11008, 87", "512, 128, 11007, 86", "125, 50, 11000, 220", "125, 50, 11001, 221"})
    void theNumberOfFramesEqualsThatOfTorchStft(int nFft, int hopLength, int nSamples, int nFrames) {
        assertEquals(
                nFrames,
                new MelPower(options(nFft, hopLength, 4)).power(noise(nSamples)).nFrames());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 31, 96, 100, 125, 509, 512, 1000})
    void melPowerAgreesWithTheDefinitionOfTheDftForAnyFftLength(int nFft) {
        SpectrogramOptions options = options(nFft, Math.max(1, nFft / 3), 4);
        float[] samples = noise(5 * nFft);
        Spectrogram power = new MelPower(options).power(samples);
        int frame = power.nFrames() / 2;
        MelFilterbank filterbank = new MelFilterbank(options);
        double[] expected = new double[4];
        for (int bin = 0; bin <= nFft / 2; bin++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < nFft; i++) {
                double angle = 2 * Math.PI * i / nFft;
                double value = (0.5 - 0.5 * Math.cos(angle)) * samples[frame * options.hopLength() - nFft / 2 + i];
                re += value * Math.cos(angle * bin);
                im -= value * Math.sin(angle * bin);
            }
            for (int mel = 0; mel < 4; mel++) {
                expected[mel] += filterbank.weight(mel, bin) * (re * re + im * im);
            }
        }
        for (int mel = 0; mel < 4; mel++) {
            assertEquals(expected[mel], power.at(mel, frame), 1e-5 * (1 + expected[mel]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256, 512, 1024, 2048, 4096})
    void theVectorizedKernelAgreesWithJTransforms(int nFft) {
        SpectrogramOptions options = options(nFft, nFft / 4, 5);
        MelFilterbank filterbank = new MelFilterbank(options);
        float[] samples = noise(20 * nFft + 3);
        float[] jTransforms = new MelPower(options, new JTransformsMelFrames(options, filterbank))
                .power(samples)
                .values();
        float[] vector = new MelPower(options, new VectorMelFrames(options, filterbank))
                .power(samples)
                .values();
        assertEquals(jTransforms.length, vector.length);
        for (int i = 0; i < jTransforms.length; i++) {
            assertEquals(jTransforms[i], vector[i], 1e-5f * (1 + jTransforms[i]));
        }
    }

    @Test
    void fMinAndFMaxLimitTheFilterbank() {
        SpectrogramOptions options = SpectrogramOptions.of("nFft=1024", "nMels=20", "fMin=1000", "fMax=4000");
        MelFilterbank filterbank = new MelFilterbank(options);
        for (int bin = 0; bin <= 512; bin++) {
            double frequency = bin * 22050.0 / 1024;
            for (int mel = 0; mel < 20; mel++) {
                if (frequency <= 1000 || frequency >= 4000) {
                    assertEquals(0, filterbank.weight(mel, bin));
                }
            }
        }
    }

    @Test
    void aWaveformTooShortForReflectPaddingIsRejected() {
        MelPower mel = new MelPower(options(512, 128, 64));
        assertEquals(3, mel.power(new float[257]).nFrames());
        assertThrows(IllegalArgumentException.class, () -> mel.power(new float[256]));
    }

    private static float[] noise(int length) {
        Random random = new Random(1);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        return samples;
    }

    private static SpectrogramOptions options(int nFft, int hopLength, int nMels) {
        return SpectrogramOptions.of("nFft=" + nFft, "hopLength=" + hopLength, "nMels=" + nMels);
    }
}
