package audiotokens.pipeline.evaluation;

import audiotokens.metrics.Confusion;
import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Metrics;
import java.util.List;

/**
 * How good the best model is on the validation clips.
 *
 * @param metrics figures over all clips
 * @param loss mean binary cross-entropy
 * @param clips number of validation clips
 * @param labels the labels that some clip has, best first
 * @param confusions which label is heard where another is meant, the most frequent first
 */
public record EvaluationReport(
        Metrics metrics, double loss, int clips, List<LabelScore> labels, List<Confusion> confusions) {
    public EvaluationReport {
        labels = List.copyOf(labels);
        confusions = List.copyOf(confusions);
    }

    /** Over the labels that some clip has. */
    public double meanAveragePrecision() {
        return metrics.meanAveragePrecision();
    }
}
