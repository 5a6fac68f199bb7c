/** Organizes unlabeled recordings by their tokens: {@code ./run neighbours}. */
package audiotokens.pipeline.neighbors;
