/**
 * Models: the interface that they implement, the layers that they are written with, their parameters under PyTorch's
 * names, and the batches that they read.
 *
 * <p>A {@link audiotokens.model.Model} is a value that holds sizes only. Its weights live in
 * {@link audiotokens.model.Parameters}, which own their memory; what one step computes lives in its
 * {@link audiotokens.model.ForwardPass}. {@link audiotokens.training.Trainer} makes a
 * {@link audiotokens.model.TrainedModel} of it.
 */
package audiotokens.model;
