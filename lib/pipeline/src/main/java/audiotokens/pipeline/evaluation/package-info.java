/** Stage 6, evaluation: how good a model's predictions are, label by label and as a whole. */
package audiotokens.pipeline.evaluation;
