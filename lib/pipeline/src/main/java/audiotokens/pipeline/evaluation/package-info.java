/** Stage 6, evaluation: predictions and metrics, per label and overall. */
@NullMarked
package audiotokens.pipeline.evaluation;

import org.jspecify.annotations.NullMarked;
