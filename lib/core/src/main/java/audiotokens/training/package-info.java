/** Stage 5, training: the classifier learns from the training clips and is judged on the validation clips. */
package audiotokens.training;
