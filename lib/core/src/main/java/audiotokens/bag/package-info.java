/**
 * Bags of tokens: how often each word of each family occurs in a clip, a kernel over several bags, and a kernel ridge
 * classifier that chooses families and their weights on its training clips.
 */
package audiotokens.bag;
