package audiotokens.pipeline.inference;

import audiotokens.label.Label;

/**
 * A label and its score.
 *
 * @param label the label
 * @param score calibrated probability, 0 to 1
 * @param predicted whether the score reaches the label's threshold
 */
public record ScoredLabel(Label label, float score, boolean predicted) {}
