/**
 * Training: {@link audiotokens.training.Trainer} fits a model to labeled clips; {@link
 * audiotokens.training.MaskedTokenTrainer} pre-trains one without labels. The other classes are parts of these.
 */
@NullMarked
package audiotokens.training;

import org.jspecify.annotations.NullMarked;
