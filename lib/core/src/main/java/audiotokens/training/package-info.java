/** Training: {@link audiotokens.training.Trainer} fits a model to labeled clips; the other classes are parts of it. */
@NullMarked
package audiotokens.training;

import org.jspecify.annotations.NullMarked;
