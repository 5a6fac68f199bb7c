/** Sounds without labels, put in order by their tokens: {@code ./run neighbours}. */
package audiotokens.pipeline.neighbors;
