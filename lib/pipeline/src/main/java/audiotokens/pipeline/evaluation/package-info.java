/** Stage 6, evaluation: predictions and metrics, per label and overall. */
package audiotokens.pipeline.evaluation;
