/**
 * Bags of tokens: each family's token frequencies in a clip, a kernel over several bags, and a kernel ridge classifier
 * that chooses families and their weights on its training clips.
 */
@NullMarked
package audiotokens.bag;

import org.jspecify.annotations.NullMarked;
