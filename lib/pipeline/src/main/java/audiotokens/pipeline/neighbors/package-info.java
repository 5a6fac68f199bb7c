/** Organizes unlabeled recordings by their tokens: {@code ./run neighbors}. */
@NullMarked
package audiotokens.pipeline.neighbors;

import org.jspecify.annotations.NullMarked;
