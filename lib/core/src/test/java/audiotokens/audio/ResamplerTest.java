package audiotokens.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    @ParameterizedTest
    @ValueSource(ints = {8000, 16000, 32000, 44100, 48000, 96000})
    void agreesWithTorchaudio(int rate) {
        Golden golden = Golden.read("resample_" + rate + ".npz");
        Waveform input = new Waveform(golden.get("input").floats(), rate);
        Waveform output = new Resampler(rate, 22050).apply(input);
        assertEquals(22050, output.sampleRate());
        Golden.assertClose(golden.get("output").values(), output.samples(), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 22050, 32000, 44100, 48000, 96000})
    void aRangeResampledInFloat64AgreesWithTheFloat32Output(int rate) {
        Random random = new Random(1);
        float[] samples = new float[rate / 10];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        Resampler resampler = new Resampler(rate, 22050);
        float[] full = resampler.apply(new Waveform(samples, rate)).samples();
        int[][] ranges = {{0, full.length}, {0, 7}, {101, 300}, {full.length - 5, full.length}};
        for (int[] range : ranges) {
            // float32 filters have their phase rounded to float32, as in torchaudio; hence the tolerance
            double[] precise = resampler.applyInFloat64(new Waveform(samples, rate), range[0], range[1]);
            assertEquals(range[1] - range[0], precise.length);
            for (int i = 0; i < precise.length; i++) {
                assertEquals(full[range[0] + i], precise[i], 3e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16001, 22050, 32000, 44100, 48000, 96000})
    void selectedSamplesAreBitIdenticalToTheFullOutput(int rate) {
        Random random = new Random(1);
        float[] samples = new float[rate / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        Resampler resampler = new Resampler(rate, 22050);
        float[] full = resampler.apply(new Waveform(samples, rate)).samples();
        int[][] ranges = {{0, 1}, {5, 900}, {3000, 3001}, {4096, 5000}, {full.length - 1, full.length}};
        for (int[] range : ranges) {
            BitSet selected = new BitSet();
            selected.set(range[0], range[1]);
            selected.set(2000, 2100);
            BitSet requiredInputs = resampler.requiredInputs(selected, samples.length);
            float[] neededSamples = samples.clone();
            for (int i = 0; i < neededSamples.length; i++) {
                neededSamples[i] = requiredInputs.get(i) ? neededSamples[i] : Float.NaN;
            }
            float[] resampled =
                    resampler.apply(new Waveform(neededSamples, rate), selected).samples();
            assertEquals(full.length, resampled.length);
            selected.stream().forEach(i -> assertEquals(full[i], resampled[i]));
        }
    }

    @Test
    void aFewOutputSamplesNeedFewInputSamples() {
        BitSet selected = new BitSet();
        selected.set(50_000, 51_024);
        int nRequired =
                new Resampler(44100, 22050).requiredInputs(selected, 441_000).cardinality();
        assertTrue(nRequired < 3_000, nRequired + " samples");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 44100, 22050, 1",
        "3, 44100, 22050, 2",
        "100, 8000, 22050, 276",
        "5, 192000, 1000, 1",
        "7, 22051, 22050, 7"
    })
    void theOutputLengthIsRoundedUp(int length, int inputRate, int outputRate, int expectedLength) {
        assertEquals(
                expectedLength,
                new Resampler(inputRate, outputRate)
                        .apply(new Waveform(new float[length], inputRate))
                        .samples()
                        .length);
    }

    @Test
    void theVectorizedKernelAgreesWithTheScalarOne() {
        float[] samples = new float[1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(i * 0.7);
        }
        float[] vector = new float[777];
        float[] scalar = new float[777];
        int[] starts = {0, 5, 100, 223};
        float[] weights = {0.5f, -1, 2, 0.125f};
        new TapSums.VectorTapSums().compute(samples, starts, weights, vector, 777);
        new TapSums.ScalarTapSums().compute(samples, starts, weights, scalar, 777);
        assertArrayEquals(scalar, vector, 1e-6f);
    }

    @Test
    void aToneBelowTheCutoffKeepsItsAmplitudeWithCoprimeRates() {
        int inputRate = 22051;
        float[] tone = new float[inputRate];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 440 * i / inputRate);
        }
        float[] output = new Resampler(inputRate, 22050)
                .apply(new Waveform(tone, inputRate))
                .samples();
        for (int i = 1000; i < output.length - 1000; i++) {
            assertEquals(Math.sin(2 * Math.PI * 440 * i / 22050), output[i], 2e-3);
        }
    }

    @Test
    void aWaveformAtTheTargetRateIsReturnedUnchanged() {
        Waveform waveform = new Waveform(new float[10], 22050);
        assertSame(waveform, new Resampler(22050, 22050).apply(waveform));
    }

    @Test
    void aWaveformAtAnotherRateIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new Resampler(44100, 22050)
                .apply(new Waveform(new float[10], 8000)));
    }
}
