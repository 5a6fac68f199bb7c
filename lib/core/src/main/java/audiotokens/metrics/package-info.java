/** How good predictions are: average precision, its mean and interval, and what else is measured of them. */
package audiotokens.metrics;
