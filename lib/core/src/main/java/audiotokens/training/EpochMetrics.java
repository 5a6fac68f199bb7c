package audiotokens.training;

import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Predictions;
import audiotokens.model.ClipDataset;
import audiotokens.model.LabeledBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/** Accumulates loss, mAP and step time of an epoch's training steps. */
final class EpochMetrics {
    /** Maximum number of scores stored for the training mAP: 200 MB. */
    private static final long MAX_SCORES = 50_000_000;

    private final boolean keepsScores;
    private final List<String> ids = new ArrayList<>();
    private final List<float[]> scores = new ArrayList<>();
    private final List<float[]> targets = new ArrayList<>();
    private double lossSum;
    private long nClips;
    private long stepNanos;
    private SequencedMap<String, Double> gradients = new LinkedHashMap<>();

    /** @param keepsScores whether to compute the training mAP, which requires storing the scores of all clips */
    EpochMetrics(boolean keepsScores) {
        this.keepsScores = keepsScores;
    }

    /** Returns whether the scores of all {@code clips} fit in memory. */
    static boolean fitsInMemory(ClipDataset clips) {
        return (long) clips.ids().size() * clips.nLabels() <= MAX_SCORES;
    }

    void add(LabeledBatch batch, Learner.Step result) {
        lossSum += result.loss() * batch.ids().size();
        nClips += batch.ids().size();
        gradients = result.gradients();
        if (keepsScores) {
            ids.addAll(batch.ids());
            scores.addAll(List.of(result.scores()));
            targets.addAll(List.of(batch.targets()));
        }
    }

    /** Adds time spent in steps. */
    void addStepTime(long nanos) {
        stepNanos += nanos;
    }

    double loss() {
        return lossSum / nClips;
    }

    OptionalDouble meanAveragePrecision() {
        if (!keepsScores) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(AveragePrecision.mean(
                new Predictions(ids, scores.toArray(float[][]::new), targets.toArray(float[][]::new))));
    }

    /** Returns the mean absolute gradients of the last step, by parameter name. */
    SequencedMap<String, Double> gradients() {
        return gradients;
    }

    double stepSeconds() {
        return stepNanos / 1e9;
    }
}
