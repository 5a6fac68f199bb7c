/** Imports the files of the original Python implementation into a run's folder. */
@NullMarked
package audiotokens.pipeline.adopt;

import org.jspecify.annotations.NullMarked;
