/**
 * Bags of tokens: each family's token frequencies in a clip, a kernel over several bags, and a kernel ridge classifier
 * that chooses families and their weights on its training clips.
 */
package audiotokens.bag;
