package audiotokens.pipeline.listening;

import audiotokens.label.Label;

/**
 * How likely a label is heard.
 *
 * @param label the label
 * @param score calibrated probability, from 0 to 1
 * @param heard whether the score reaches the label's threshold
 */
public record ScoredLabel(Label label, float score, boolean heard) {}
