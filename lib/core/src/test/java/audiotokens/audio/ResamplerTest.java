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
    void aRangeResampledInFloat64AgreesWithFloat32(int rate) {
        Random random = new Random(1);
        float[] samples = new float[rate / 10];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        Resampler resampler = new Resampler(rate, 22050);
        float[] whole = resampler.apply(new Waveform(samples, rate)).samples();
        int[][] parts = {{0, whole.length}, {0, 7}, {101, 300}, {whole.length - 5, whole.length}};
        for (int[] part : parts) {
            // torch's float32 filters have their phase in float32 too
            double[] precise = resampler.applyPrecisely(new Waveform(samples, rate), part[0], part[1]);
            assertEquals(part[1] - part[0], precise.length);
            for (int i = 0; i < precise.length; i++) {
                assertEquals(whole[part[0] + i], precise[i], 3e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16001, 22050, 32000, 44100, 48000, 96000})
    void selectedSamplesHaveTheBitsOfTheWhole(int rate) {
        Random random = new Random(1);
        float[] samples = new float[rate / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        Resampler resampler = new Resampler(rate, 22050);
        float[] whole = resampler.apply(new Waveform(samples, rate)).samples();
        int[][] parts = {{0, 1}, {5, 900}, {3000, 3001}, {4096, 5000}, {whole.length - 1, whole.length}};
        for (int[] part : parts) {
            BitSet wanted = new BitSet();
            wanted.set(part[0], part[1]);
            wanted.set(2000, 2100);
            BitSet inputs = resampler.inputsOf(wanted, samples.length);
            float[] some = samples.clone();
            for (int i = 0; i < some.length; i++) {
                some[i] = inputs.get(i) ? some[i] : Float.NaN;
            }
            float[] found = resampler.apply(new Waveform(some, rate), wanted).samples();
            assertEquals(whole.length, found.length);
            wanted.stream().forEach(i -> assertEquals(whole[i], found[i]));
        }
    }

    @Test
    void fewSamplesNeedFewInputs() {
        BitSet wanted = new BitSet();
        wanted.set(50_000, 51_024);
        int inputs = new Resampler(44100, 22050).inputsOf(wanted, 441_000).cardinality();
        assertTrue(inputs < 3_000, inputs + " samples");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 44100, 22050, 1",
        "3, 44100, 22050, 2",
        "100, 8000, 22050, 276",
        "5, 192000, 1000, 1",
        "7, 22051, 22050, 7"
    })
    void theLengthIsRoundedUp(int length, int from, int to, int expected) {
        assertEquals(
                expected,
                new Resampler(from, to)
                        .apply(new Waveform(new float[length], from))
                        .samples()
                        .length);
    }

    @Test
    void theVectorKernelAgreesWithTheScalarOne() {
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
        int from = 22051;
        float[] tone = new float[from];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 440 * i / from);
        }
        float[] output =
                new Resampler(from, 22050).apply(new Waveform(tone, from)).samples();
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
    void aWaveformOfAnotherRateIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new Resampler(44100, 22050)
                .apply(new Waveform(new float[10], 8000)));
    }
}
