/** Metrics of multi-label predictions: average precision, its mean and interval, ROC, F1, calibration. */
package audiotokens.metrics;
