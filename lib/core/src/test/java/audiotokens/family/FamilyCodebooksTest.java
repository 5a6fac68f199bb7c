package audiotokens.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codebooks of all standard families, fitted on a dozen synthetic clips. */
class FamilyCodebooksTest {
    private static final List<FeatureFamily> FAMILIES = FeatureFamily.standard();
    private static final List<ClipFeatures> CLIPS = new ArrayList<>();
    private static FamilyCodebooks codebooks;

    @BeforeAll
    static void fitCodebooks() {
        ClipFeatureExtractor extractor = new ClipFeatureExtractor(FAMILIES);
        for (int clip = 0; clip < 12; clip++) {
            CLIPS.add(extractor.apply(sound(clip)));
        }
        codebooks = FamilyCodebooks.fit(FAMILIES, CLIPS, 7, 2);
    }

    /** Three seconds of a pulsed chirp in noise. */
    private static Waveform sound(int clip) {
        Random random = new Random(clip);
        float[] samples = new float[3 * 44100];
        for (int i = 0; i < samples.length; i++) {
            double t = i / 44100.0;
            double gain = Math.sin(2 * Math.PI * (2 + clip) * t) > 0 ? 1 : 0.1;
            samples[i] = (float) (0.3 * gain * Math.sin(2 * Math.PI * (200 + 150 * clip + 300 * t) * t)
                    + 0.02 * random.nextGaussian());
        }
        return new Waveform(samples, 44100);
    }

    @Test
    void centroidsHaveUnitNorm() {
        for (FamilyCodebook codebook : codebooks.codebooks()) {
            int dimensions = codebook.family().dimensions();
            for (int centroid = 0; centroid < codebook.vocabularySize(); centroid++) {
                double sum = 0;
                for (int d = 0; d < dimensions; d++) {
                    sum += Math.pow(codebook.centroids()[centroid * dimensions + d], 2);
                }
                assertEquals(1, sum, 1e-5, codebook.family().name() + ", centroid " + centroid);
            }
        }
    }

    @Test
    void theVocabularySizeIsLimitedByTheNumberOfTrainingVectors() {
        for (int i = 0; i < FAMILIES.size(); i++) {
            int family = i;
            int nVectors = CLIPS.stream()
                    .mapToInt(clip -> Math.min(100, clip.vectors().get(family).count()))
                    .sum();
            assertEquals(
                    Math.min(FAMILIES.get(i).vocabularySize(), nVectors),
                    codebooks.codebooks().get(i).vocabularySize());
        }
    }

    @Test
    void whitenedTrainingVectorsHaveUnitVariance() {
        FeatureFamily family = FAMILIES.getFirst();
        VectorSample sample = FamilyCodebook.newSample(7);
        for (int clip = 0; clip < CLIPS.size(); clip++) {
            sample.add(clip, CLIPS.get(clip).vectors().getFirst());
        }
        float[] vectors = sample.vectors();
        float[] whitened = FamilyCodebook.fit(family, vectors, 7, 1).whitening().apply(vectors);
        int count = vectors.length / 112;
        for (int d = 0; d < 10; d++) {
            double squares = 0;
            for (int i = 0; i < count; i++) {
                squares += Math.pow(whitened[i * family.dimensions() + d], 2);
            }
            assertEquals(1, squares / (count - 1), 1e-2, "dimension " + d);
        }
    }

    @Test
    void codebooksAndTokensDoNotDependOnThreadsOrClipOrder() {
        FamilyCodebooks.Fit fit = new FamilyCodebooks.Fit(FAMILIES, 7);
        for (int clip = CLIPS.size() - 1; clip >= 0; clip--) {
            fit.add(clip, CLIPS.get(clip));
        }
        FamilyCodebooks reversed = fit.finish(1);

        for (int i = 0; i < FAMILIES.size(); i++) {
            assertArrayEquals(
                    codebooks.codebooks().get(i).centroids(),
                    reversed.codebooks().get(i).centroids(),
                    FAMILIES.get(i).name());
        }
        List<List<SoftTokens>> singleThreaded = codebooks.tokenize(CLIPS, 1);
        List<List<SoftTokens>> parallel = codebooks.tokenize(CLIPS, 2);
        for (int clip = 0; clip < CLIPS.size(); clip++) {
            for (int i = 0; i < FAMILIES.size(); i++) {
                assertArrayEquals(
                        singleThreaded.get(clip).get(i).tokens(),
                        parallel.get(clip).get(i).tokens());
            }
        }
    }

    @Test
    void codebooksDependOnTheSeed() {
        float[] centroids = FamilyCodebooks.fit(FAMILIES.subList(0, 1), CLIPS, 8, 2)
                .codebooks()
                .getFirst()
                .centroids();

        assertFalse(Arrays.equals(codebooks.codebooks().getFirst().centroids(), centroids));
    }

    @Test
    void savedCodebooksGiveTheSameTokens(@TempDir Path folder) throws IOException {
        codebooks.save(folder);
        FamilyCodebooks loaded = FamilyCodebooks.load(FAMILIES, folder);

        List<SoftTokens> expected = codebooks.tokenize(CLIPS.getFirst());
        List<SoftTokens> actual = loaded.tokenize(CLIPS.getFirst());
        for (int i = 0; i < FAMILIES.size(); i++) {
            assertArrayEquals(expected.get(i).tokens(), actual.get(i).tokens());
        }
    }

    @Test
    void aCodebookOfDifferentDimensionsIsRejectedWithAMessageThatNamesIt(@TempDir Path folder) throws IOException {
        codebooks.save(folder);
        FeatureFamily first = FAMILIES.getFirst();
        FeatureFamily changed = new FeatureFamily(first.name(), first.frontEnd(), first.extractor(), 20, 1000, true, 1);

        String message = assertThrows(IOException.class, () -> FamilyCodebook.load(changed, folder))
                .getMessage();
        assertTrue(message.contains("patch-4") && message.contains(folder.toString()), message);
    }

    @Test
    void silenceAndVeryShortClipsGiveTokensInEveryFamily() {
        ClipFeatureExtractor extractor = new ClipFeatureExtractor(FAMILIES);
        float[] click = new float[300];
        click[100] = 1;
        for (float[] samples : List.of(new float[0], new float[1], click, new float[44100])) {
            ClipFeatures features = extractor.apply(new Waveform(samples, 44100));
            for (FeatureVectors vectors : features.vectors()) {
                assertTrue(vectors.count() >= 1);
                for (float value : vectors.values()) {
                    assertTrue(Float.isFinite(value));
                }
            }
            for (SoftTokens stream : codebooks.tokenize(features)) {
                assertTrue(stream.count() >= 1);
                assertTrue(stream.token(0, 0) != stream.token(0, 1) && stream.token(0, 1) != stream.token(0, 2));
            }
        }
    }

    @Test
    void codebooksFittedOnSilenceGiveEqualTokens() {
        ClipFeatures silence = new ClipFeatureExtractor(FAMILIES).apply(new Waveform(new float[5 * 44100], 44100));
        FamilyCodebooks fitted = FamilyCodebooks.fit(FAMILIES, List.of(silence, silence), 7, 2);

        for (SoftTokens stream : fitted.tokenize(silence)) {
            for (int vector = 1; vector < stream.count(); vector++) {
                assertEquals(stream.token(0, 0), stream.token(vector, 0));
            }
        }
    }

    @Test
    void nonFiniteSamplesAreRejected() {
        ClipFeatureExtractor extractor = new ClipFeatureExtractor(FAMILIES);
        Waveform waveform = new Waveform(new float[] {0, Float.NaN}, 44100);

        assertTrue(assertThrows(IllegalArgumentException.class, () -> extractor.apply(waveform))
                .getMessage()
                .contains("NaN"));
    }

    @Test
    void anySampleRateIsAccepted() {
        ClipFeatures features = new ClipFeatureExtractor(FAMILIES).apply(new Waveform(new float[16000], 16000));

        assertEquals(1, features.soundSeconds(), 0.02);
    }
}
