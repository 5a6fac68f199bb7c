package audiotokens.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.Golden;
import audiotokens.audio.Waveform;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the vectors of each family with a NumPy implementation (lib/testing/python/feature_families.py). */
class FamilyExtractionTest {
    /** The golden file contains every 13th vector. */
    private static final int VECTOR_STRIDE = 13;

    private static final Golden GOLDEN = Golden.read("feature_families.npz");

    static Stream<FeatureFamily> families() {
        return FeatureFamily.standard().stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void vectorsMatchNumPy(FeatureFamily family) {
        assertVectors(family, "long", goldenFrames(family, 0, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("families")
    void aClipShorterThanAWindowIsPaddedWithItsLastFrame(FeatureFamily family) {
        assertVectors(family, "short", goldenFrames(family, 200, 30));
    }

    private static void assertVectors(FeatureFamily family, String clip, LogMel mel) {
        FeatureVectors vectors = family.extractor().extract(mel);
        double[] expected = GOLDEN.get(family.name() + "_" + clip).values();
        int size = family.extractor().size(family.frontEnd().nMels());
        assertEquals(size, vectors.size());
        assertEquals(GOLDEN.get(family.name() + "_" + clip + "_count").values()[0], vectors.count());
        float[] sampled = new float[expected.length];
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = vectors.values()[i / size * VECTOR_STRIDE * size + i % size];
        }
        Golden.assertClose(expected, sampled, 1e-3);
    }

    private static LogMel goldenFrames(FeatureFamily family, int start, int count) {
        String name = family.frontEnd().equals(FrontEnd.STANDARD) ? "standard" : "fast";
        int nMels = family.frontEnd().nMels();
        float[] goldenValues = GOLDEN.get(name + "_frames").floats();
        int end = Math.min(goldenValues.length / nMels, start + Math.min(count, goldenValues.length));
        float[] frames = Arrays.copyOfRange(goldenValues, start * nMels, end * nMels);
        return LogMel.of(nMels, frames, family.frontEnd().secondsPerFrame());
    }

    @Test
    void frontEndsMatchNumPy() {
        assertFrontEnd(FrontEnd.STANDARD, "standard");
        assertFrontEnd(FrontEnd.FAST, "fast");
    }

    private static void assertFrontEnd(FrontEnd frontEnd, String name) {
        float[] samples = GOLDEN.get(name + "_waveform").floats();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= 0x1p-14f;
        }
        LogMel mel = new LogMelTransform(frontEnd).apply(new Waveform(samples, frontEnd.sampleRate()));
        double[] expected = GOLDEN.get(name + "_log_mel").values();
        double floor = Arrays.stream(expected).max().orElseThrow() - 80;
        double[] floored =
                Arrays.stream(expected).map(value -> Math.max(value, floor)).toArray();
        Golden.assertClose(floored, mel.values(), 2e-3);
    }

    @Test
    void framesAtTheFloorAreRemovedWithoutShiftingTheTimesOfOtherFrames() {
        float[] frames = new float[50 * 2];
        Arrays.fill(frames, 0, 40, -200);
        LogMel mel = LogMel.of(2, frames, 0.5);

        assertArrayEquals(IntStream.range(20, 50).toArray(), mel.frameNumbers());
        FeatureVectors vectors = new CepstralPatches(2, 1, 10, 10, Centering.PATCH_LEVEL).extract(mel);
        assertArrayEquals(new float[] {12.5f, 17.5f, 22.5f}, vectors.seconds());
        assertArrayEquals(new float[] {5 / 30f, 15 / 30f, 25 / 30f}, vectors.positions(), 1e-6f);
    }

    @Test
    void framesAtTheFloorAreKeptIfNoMoreThanTwentyFramesAreAboveIt() {
        float[] frames = new float[50];
        Arrays.fill(frames, 0, 30, -200);
        LogMel mel = LogMel.of(1, frames, 0.5);

        assertEquals(50, mel.nFrames());
        assertEquals(-80, mel.values()[0]);
    }

    @Test
    void theStandardFamiliesHaveTheirDocumentedDimensions() {
        List<FeatureFamily> families = FeatureFamily.standard();

        assertArrayEquals(
                new int[] {112, 224, 224, 224, 224, 160, 130, 272, 168, 184, 186},
                families.stream()
                        .mapToInt(family ->
                                family.extractor().size(family.frontEnd().nMels()))
                        .toArray());
        assertEquals(17, families.stream().mapToInt(FeatureFamily::nBags).sum());
        assertEquals(11, families.stream().map(FeatureFamily::name).distinct().count());
    }
}
