/** What the stages of a run share: the run's folder, stage records, executors, locks and problems. */
@NullMarked
package audiotokens.pipeline.run;

import org.jspecify.annotations.NullMarked;
