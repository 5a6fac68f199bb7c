package audiotokens.metrics;

import audiotokens.label.Label;

/**
 * The metrics of one label.
 *
 * @param label the label
 * @param clips number of validation clips that have the label
 * @param averagePrecision from 0 to 1; NaN if no clip has the label
 * @param rocAuc area under the ROC curve, 0 to 1; NaN if all clips or none have the label
 */
public record LabelScore(Label label, int clips, double averagePrecision, double rocAuc) {}
