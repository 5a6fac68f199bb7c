/** Stage 1, dataset: which clips there are, what they are labelled with, and which of them validate. */
package audiotokens.pipeline.dataset;
