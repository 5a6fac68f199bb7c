package audiotokens.metrics;

import audiotokens.label.Label;

/**
 * How well one label is predicted.
 *
 * @param label the label
 * @param clips validation clips that have it
 * @param averagePrecision from 0 to 1; NaN where no clip has the label
 * @param rocAuc area under its ROC curve, from 0 to 1; NaN where all clips or none have the label
 */
public record LabelScore(Label label, int clips, double averagePrecision, double rocAuc) {}
