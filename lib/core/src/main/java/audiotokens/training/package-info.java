/** Training: {@link audiotokens.training.Trainer} fits a model to labeled clips; the rest are its parts. */
package audiotokens.training;
