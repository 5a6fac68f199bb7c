/**
 * The classifiers: their layers, their parameters under PyTorch's names, and the batches they are fed with.
 *
 * <p>A classifier is a value that holds sizes only. Its numbers live in {@link audiotokens.model.Parameters}, which own
 * the memory; what one step computes lives in a manager of that step.
 */
package audiotokens.model;
