/** Metrics of multi-label predictions: average precision, its mean and interval, ROC, F1, calibration. */
@NullMarked
package audiotokens.metrics;

import org.jspecify.annotations.NullMarked;
