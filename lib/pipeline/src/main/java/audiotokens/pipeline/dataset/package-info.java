/** Stage 1, dataset: clips, labels, and the split into training and validation set. */
package audiotokens.pipeline.dataset;
