package audiotokens.pipeline.training;

import audiotokens.bag.BagClassifier;
import audiotokens.bag.ClipBags;
import audiotokens.bag.StreamBags;
import audiotokens.metrics.Predictions;
import audiotokens.model.ClipInput;
import audiotokens.model.Predictor;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import audiotokens.token.ClipTokens;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bag-of-tokens classifier of a run ({@code modelType=bag}) and the bag-of-tokens vectors of its clips.
 *
 * @param classifier the fitted classifier
 * @param streams computes the bag-of-tokens vectors of a clip's token streams
 * @param threads number of threads that read clips
 */
public record RunBagClassifier(BagClassifier classifier, StreamBags streams, int threads) {

    /**
     * Reads the trained classifier.
     *
     * @throws StageException if the file is missing or belongs to a different model; the message says what to do
     */
    public static RunBagClassifier read(Path file, Configuration configuration) {
        if (!Files.exists(file)) {
            throw new StageException(file + " is missing; run the training notebook first");
        }
        try {
            return new RunBagClassifier(
                    BagClassifier.load(file),
                    streams(configuration),
                    configuration.run().threadCount());
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the training notebook again", e);
        }
    }

    /** Returns the object that computes bag-of-tokens vectors of a run's token streams. */
    public static StreamBags streams(Configuration configuration) {
        return new StreamBags(RunTokenizer.streams(configuration), RunTokenizer.families(configuration));
    }

    /** Computes the bag-of-tokens vectors of clips, in order. */
    static List<ClipBags> bags(StreamBags streams, ClipInputs inputs, int threads, Progress progress) {
        List<String> ids = inputs.ids();
        ClipBags[] bags = new ClipBags[ids.size()];
        try (Progress.Task task = progress.begin("Counting tokens", ids.size(), "clips")) {
            Parallel.forEach(IntStream.range(0, bags.length).boxed().toList(), threads, () -> clip -> {
                bags[clip] = streams.of(tokens(inputs.read(ids.get(clip))));
                task.advance(1);
            });
        }
        return List.of(bags);
    }

    private static ClipTokens tokens(ClipInput input) {
        return switch (input) {
            case ClipInput.Tokens tokens -> new ClipTokens(List.of(tokens.ids()));
            case ClipInput.Streams clip ->
                new ClipTokens(
                        clip.streams().stream().map(ClipInput.Tokens::ids).toList());
            case ClipInput.Frames frames -> throw new IllegalArgumentException("expected tokens, not frames");
        };
    }

    /** Returns the multi-hot targets, (clips, labels). */
    static float[][] targets(ClipInputs inputs) {
        return inputs.ids().stream().map(inputs::targets).toArray(float[][]::new);
    }

    /** Predicts the labels of clips, and computes the loss. */
    public Predictor.ScoredPredictions predict(ClipInputs inputs, Progress progress) {
        return score(inputs, bags(streams, inputs, threads, progress));
    }

    Predictor.ScoredPredictions score(ClipInputs inputs, List<ClipBags> bags) {
        float[][] scores = BagClassifier.sigmoid(classifier.scores(bags));
        Predictions predictions = new Predictions(inputs.ids(), scores, targets(inputs));
        return new Predictor.ScoredPredictions(predictions, loss(predictions));
    }

    /** Predicts the scores of a clip, (labels,), 0 to 1. */
    public float[] predict(ClipInput clip) {
        return predict(List.of(clip))[0];
    }

    /** Predicts the scores of clips, (clips, labels), 0 to 1. */
    public float[][] predict(List<ClipInput> clips) {
        List<ClipBags> bags =
                clips.stream().map(clip -> streams.of(tokens(clip))).toList();
        return BagClassifier.sigmoid(classifier.scores(bags));
    }

    /** Computes the mean binary cross-entropy over clips and labels. */
    private static double loss(Predictions predictions) {
        double sum = 0;
        for (int clip = 0; clip < predictions.ids().size(); clip++) {
            for (int label = 0; label < predictions.nLabels(); label++) {
                double score = predictions.scores()[clip][label];
                double probabilityOfTarget = predictions.targets()[clip][label] == 1 ? score : 1 - score;
                sum -= Math.log(Math.max(probabilityOfTarget, Float.MIN_NORMAL));
            }
        }
        return sum / ((double) predictions.ids().size() * predictions.nLabels());
    }
}
