/** Imports the files of the Python original into a run's folder. */
@NullMarked
package audiotokens.pipeline.adopt;

import org.jspecify.annotations.NullMarked;
