package audiotokens.evaluation;

import java.util.List;

/**
 * How good the best model is on the validation clips.
 *
 * @param meanAveragePrecision over the labels that some clip has
 * @param loss mean binary cross-entropy
 * @param clips number of validation clips
 * @param labels the labels that some clip has, best first
 */
public record EvaluationReport(double meanAveragePrecision, double loss, int clips, List<LabelScore> labels) {
    public EvaluationReport {
        labels = List.copyOf(labels);
    }
}
