/** Runs the stages of a run in order, without notebooks. */
@NullMarked
package audiotokens.pipeline.headless;

import org.jspecify.annotations.NullMarked;
