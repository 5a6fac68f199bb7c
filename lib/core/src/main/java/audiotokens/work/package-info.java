/** Parallel processing, progress, and detection of the vector module. */
@NullMarked
package audiotokens.work;

import org.jspecify.annotations.NullMarked;
