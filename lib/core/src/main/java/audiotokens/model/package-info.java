/**
 * Models: the interface that they implement, their layers, parameters with PyTorch's names, and batches.
 *
 * <p>A {@link audiotokens.model.Model} is a value that holds sizes only. Its weights are {@link
 * audiotokens.model.Parameters}, which own their memory; a step's arrays belong to its {@link
 * audiotokens.model.ForwardPass}. {@link audiotokens.training.Trainer} trains a model and returns a {@link
 * audiotokens.model.TrainedModel}.
 */
@NullMarked
package audiotokens.model;

import org.jspecify.annotations.NullMarked;
