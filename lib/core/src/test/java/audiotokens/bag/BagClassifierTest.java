package audiotokens.bag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import audiotokens.family.Centering;
import audiotokens.family.CepstralPatches;
import audiotokens.family.FeatureFamily;
import audiotokens.family.FrontEnd;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BagClassifierTest {
    private static final Golden GOLDEN = Golden.read("feature_families.npz");
    /** Families with windows of 46 ms and 3.7 s. */
    private static final List<BagSource> TWO_SOURCES =
            BagSource.of(List.of(family("short", 4, 1), family("long", 320, 2)));

    private static FeatureFamily family(String name, int patch, double weight) {
        CepstralPatches extractor = new CepstralPatches(2, 1, patch, 1, Centering.PATCH_LEVEL);
        return new FeatureFamily(name, FrontEnd.STANDARD, extractor, 8, 12, false, weight);
    }

    /** The golden file's bag-of-tokens vectors from two sources: 24 training clips, then 5 clips to score. */
    private static List<ClipBags> goldenBags() {
        float[] firstBags = GOLDEN.get("ridge_bags_0").floats();
        float[] secondBags = GOLDEN.get("ridge_bags_1").floats();
        return IntStream.range(0, 29)
                .mapToObj(clip -> new ClipBags(
                        List.of(
                                Arrays.copyOfRange(firstBags, 12 * clip, 12 * (clip + 1)),
                                Arrays.copyOfRange(secondBags, 7 * clip, 7 * (clip + 1))),
                        5))
                .toList();
    }

    private static float[][] goldenTargets() {
        float[] values = GOLDEN.get("ridge_targets").floats();
        return IntStream.range(0, 24)
                .mapToObj(clip -> Arrays.copyOfRange(values, 2 * clip, 2 * clip + 2))
                .toArray(float[][]::new);
    }

    private static BagClassifier goldenModel() {
        return BagClassifier.fit(TWO_SOURCES, goldenBags().subList(0, 24), goldenTargets(), new double[] {1, 2});
    }

    private static float[] flattened(float[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return values;
    }

    @Test
    void multiLabelScoresMatchNumPy() {
        float[][] scores = goldenModel().scores(goldenBags().subList(24, 29));

        Golden.assertClose(GOLDEN.get("ridge_scores").values(), flattened(scores), 1e-5);
    }

    @Test
    void aSavedModelGivesTheSameScores(@TempDir Path folder) throws IOException {
        List<ClipBags> scoredClips = goldenBags().subList(24, 29);
        Path file = folder.resolve("bag.safetensors");
        goldenModel().save(file);

        assertArrayEquals(
                flattened(goldenModel().scores(scoredClips)),
                flattened(BagClassifier.load(file).scores(scoredClips)));
    }

    @Test
    void aFileOfADifferentModelIsRejectedWithAMessageThatNamesTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bag.safetensors");
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc.weight", new Tensor(new long[] {1, 2}, new float[2]));
        new SafetensorsFile(tensors, Map.of()).write(file);
        assertUnreadable(file, "'bag_weights' is missing");

        goldenModel().save(file);
        tensors.putAll(SafetensorsFile.read(file).tensors());
        tensors.put("means", new Tensor(new long[] {7}, new float[7]));
        new SafetensorsFile(tensors, Map.of()).write(file);
        assertUnreadable(file, "arrays whose sizes do not match");

        tensors.put("means", new Tensor(new long[] {0}, new float[0]));
        new SafetensorsFile(tensors, Map.of()).write(file);
        assertUnreadable(file, "arrays whose sizes do not match");

        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2000));
        assertUnreadable(file, "");
    }

    private static void assertUnreadable(Path file, String reason) {
        String message =
                assertThrows(IOException.class, () -> BagClassifier.load(file)).getMessage();
        assertTrue(message.contains(file.toString()) && message.contains(reason), message);
    }

    /** Clips of two classes, which differ in the first bag; the second bag is noise. */
    private static List<ClipBags> clipsOfTwoClasses(int count, double soundSeconds) {
        Random random = new Random(3);
        List<ClipBags> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            float[] informative = new float[12];
            float[] noise = new float[12];
            for (int i = 0; i < 12; i++) {
                informative[i] = (i < 6) == (clip % 2 == 0) ? random.nextFloat() : 0.4f * random.nextFloat();
                noise[i] = random.nextInt(4) == 0 ? random.nextFloat() : 0;
            }
            clips.add(new ClipBags(List.of(unitNorm(informative), unitNorm(noise)), soundSeconds));
        }
        return clips;
    }

    private static float[] unitNorm(float[] bag) {
        double sum = 0.01;
        for (float value : bag) {
            sum += value * value;
        }
        for (int i = 0; i < bag.length; i++) {
            bag[i] /= (float) Math.sqrt(sum);
        }
        return bag;
    }

    private static float[][] targetsOfTwoClasses(int count) {
        float[][] targets = new float[count][2];
        for (int clip = 0; clip < count; clip++) {
            targets[clip][clip % 2] = 1;
        }
        return targets;
    }

    private static int[] fourGroups(int count) {
        return IntStream.range(0, count).map(clip -> clip / 2 % 4).toArray();
    }

    @Test
    void aFamilyThatIsNoiseGetsWeightZero() {
        BagClassifier.Selection selection =
                BagClassifier.choose(TWO_SOURCES, clipsOfTwoClasses(80, 5), targetsOfTwoClasses(80), fourGroups(80));

        assertEquals(0, selection.choice().weights()[1]);
        assertTrue(selection.choice().weights()[0] > 0);
        assertEquals(0, selection.model().bagWeights()[1]);
        FamilyChoice.Trial initialTrial = selection.choice().trials().getFirst();
        FamilyChoice.Trial acceptedTrial = selection.choice().trials().stream()
                .filter(trial -> trial.family().equals("long") && trial.weight() == 0)
                .findFirst()
                .orElseThrow();
        assertTrue(acceptedTrial.taken() && acceptedTrial.error() < initialTrial.error());
    }

    @Test
    void aFamilyWithWindowsLongerThanMostClipsIsNotTried() {
        BagClassifier.Selection selection =
                BagClassifier.choose(TWO_SOURCES, clipsOfTwoClasses(80, 0.4), targetsOfTwoClasses(80), fourGroups(80));

        assertEquals(0, selection.choice().weights()[1]);
        assertTrue(selection.choice().trials().stream()
                .noneMatch(trial -> trial.family().equals("long")));
    }

    @Test
    void defaultWeightsAreKeptIfNoOtherWeightsAreBetter() {
        List<ClipBags> equalBags = clipsOfTwoClasses(40, 5).stream()
                .map(clip -> new ClipBags(
                        List.of(
                                clip.squareRoots().getFirst(),
                                clip.squareRoots().getFirst()),
                        5))
                .toList();

        assertArrayEquals(
                new double[] {1, 2},
                BagClassifier.choose(TWO_SOURCES, equalBags, targetsOfTwoClasses(40), fourGroups(40))
                        .choice()
                        .weights());
    }

    @Test
    void atLeastTwoGroupsAreRequired() {
        assertThrows(
                IllegalArgumentException.class,
                () -> BagClassifier.choose(TWO_SOURCES, clipsOfTwoClasses(8, 5), targetsOfTwoClasses(8), new int[8]));
    }
}
