package audiotokens.bag;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.EncodedAudio;
import audiotokens.family.ClipFeatureExtractor;
import audiotokens.family.ClipFeatures;
import audiotokens.family.FamilyCodebooks;
import audiotokens.family.FeatureFamily;
import audiotokens.family.SoftTokens;
import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.random.PythonRandom;
import audiotokens.work.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Evaluates the standard families and a bag classifier by cross-validation on the folds of a single-label dataset.
 * Everything is fitted and chosen on the training folds. Front ends and features are computed once and shared by folds
 * and seeds.
 *
 * <p>The codebooks' random sample of vectors depends on the order of the training clips. This class uses the order of
 * the pipeline's dataset stage, so that a seed gives the same results as in {@code ./run experiment families}.
 *
 * <p>Arguments: a folder with clips.csv (columns ytid,fold,mid,path), then the seeds. Prints, for each seed, accuracy
 * and mean average precision pooled over folds, and the weights chosen in each fold.
 */
public final class BagCrossValidation {
    private static final int THREADS = 2;
    private static final List<FeatureFamily> FAMILIES = FeatureFamily.standard();

    private final List<ClipFeatures> features;
    private final int[] folds;
    private final float[][] targets;

    private record Clip(int fold, String label, Path file) {}

    private BagCrossValidation(List<ClipFeatures> features, int[] folds, float[][] targets) {
        this.features = features;
        this.folds = folds;
        this.targets = targets;
    }

    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        BagCrossValidation crossValidation = readDataset(Path.of(arguments[0]));
        System.out.printf(
                Locale.ROOT, "features of %d clips: %.1f s%n", crossValidation.folds.length, secondsSince(start));
        for (String seed : Arrays.asList(arguments).subList(1, arguments.length)) {
            crossValidation.evaluate(Long.parseLong(seed));
        }
        System.out.printf(Locale.ROOT, "total: %.1f s%n", secondsSince(start));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static BagCrossValidation readDataset(Path folder) throws IOException {
        List<Clip> clips = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve("clips.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", 4);
            clips.add(new Clip(Integer.parseInt(cells[1]), cells[2], folder.resolve(cells[3])));
        }
        List<String> labels =
                clips.stream().map(Clip::label).distinct().sorted().toList();
        float[][] targets = new float[clips.size()][labels.size()];
        for (int clip = 0; clip < targets.length; clip++) {
            targets[clip][labels.indexOf(clips.get(clip).label())] = 1;
        }
        ClipFeatures[] features = new ClipFeatures[clips.size()];
        Parallel.forEach(IntStream.range(0, features.length).boxed().toList(), THREADS, () -> {
            AudioDecoder decoder = new AudioDecoder(60);
            ClipFeatureExtractor extractor = new ClipFeatureExtractor(FAMILIES);
            return clip -> features[clip] = extractor.apply(
                    decoder.decode(new EncodedAudio.InFile(clips.get(clip).file())));
        });
        return new BagCrossValidation(
                List.of(features), clips.stream().mapToInt(Clip::fold).toArray(), targets);
    }

    private void evaluate(long seed) {
        long start = System.nanoTime();
        List<Predictions> predictions = new ArrayList<>();
        for (int fold : Arrays.stream(folds).distinct().sorted().toArray()) {
            predictions.add(predict(fold, seed));
        }
        Predictions pooled = Predictions.concatenate(predictions);
        System.out.printf(
                Locale.ROOT,
                "seed %d: accuracy %.4f, mAP %.4f, %.1f s%n",
                seed,
                Metrics.topAccuracy(pooled),
                AveragePrecision.mean(pooled),
                secondsSince(start));
    }

    private Predictions predict(int fold, long seed) {
        int[] trainClips = shuffledClips(seed, clip -> folds[clip] != fold);
        int[] validationClips = shuffledClips(seed, clip -> folds[clip] == fold);
        FamilyCodebooks codebooks = FamilyCodebooks.fit(
                FAMILIES, Arrays.stream(trainClips).mapToObj(features::get).toList(), seed, THREADS);
        BagClassifier.Selection selection = BagClassifier.choose(
                BagSource.of(FAMILIES),
                bags(codebooks, trainClips),
                targets(trainClips),
                Arrays.stream(trainClips).map(clip -> folds[clip]).toArray());
        float[][] scores = selection.model().scores(bags(codebooks, validationClips));
        System.out.printf(
                "  fold %d: %d settings tried, weights %s%n",
                fold,
                selection.choice().trials().size(),
                Arrays.toString(selection.choice().weights()));
        List<String> ids =
                Arrays.stream(validationClips).mapToObj(Integer::toString).toList();
        return new Predictions(ids, scores, targets(validationClips));
    }

    /** The indices of the clips that meet a condition, in the order of the pipeline's dataset stage. */
    private int[] shuffledClips(long seed, IntPredicate condition) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, folds.length).boxed().toList());
        new PythonRandom(seed).shuffle(order);
        return order.stream().mapToInt(Integer::intValue).filter(condition).toArray();
    }

    private float[][] targets(int[] clips) {
        return Arrays.stream(clips).mapToObj(clip -> targets[clip]).toArray(float[][]::new);
    }

    private List<ClipBags> bags(FamilyCodebooks codebooks, int[] clips) {
        List<ClipFeatures> clipFeatures =
                Arrays.stream(clips).mapToObj(features::get).toList();
        List<List<SoftTokens>> tokens = codebooks.tokenize(clipFeatures, THREADS);
        return IntStream.range(0, clips.length)
                .mapToObj(i ->
                        ClipBags.of(FAMILIES, tokens.get(i), clipFeatures.get(i).soundSeconds()))
                .toList();
    }
}
