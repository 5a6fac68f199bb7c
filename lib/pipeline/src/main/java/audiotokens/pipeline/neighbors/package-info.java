/** Organizes unlabeled recordings by their tokens: {@code ./run neighbours}. */
@NullMarked
package audiotokens.pipeline.neighbors;

import org.jspecify.annotations.NullMarked;
