/** Training: {@link audiotokens.training.Trainer} fits a model to labeled clips; the rest are its parts. */
@NullMarked
package audiotokens.training;

import org.jspecify.annotations.NullMarked;
