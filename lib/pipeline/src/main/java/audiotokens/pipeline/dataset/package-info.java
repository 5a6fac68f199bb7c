/** Stage 1, dataset: clips, labels, and the split into training and validation set. */
@NullMarked
package audiotokens.pipeline.dataset;

import org.jspecify.annotations.NullMarked;
