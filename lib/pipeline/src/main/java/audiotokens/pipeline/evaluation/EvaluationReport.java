package audiotokens.pipeline.evaluation;

import audiotokens.metrics.Confusion;
import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Metrics;
import java.util.List;

/**
 * The results of the best model on the validation clips.
 *
 * @param metrics metrics over all clips
 * @param loss mean binary cross-entropy
 * @param clips number of validation clips
 * @param labels scores of the labels with at least one positive clip, best first
 * @param confusions pairs of confused labels, most frequent first
 */
public record EvaluationReport(
        Metrics metrics, double loss, int clips, List<LabelScore> labels, List<Confusion> confusions) {
    public EvaluationReport {
        labels = List.copyOf(labels);
        confusions = List.copyOf(confusions);
    }

    /** Returns the mean average precision over the labels with at least one positive clip. */
    public double meanAveragePrecision() {
        return metrics.meanAveragePrecision();
    }
}
