package audiotokens.training;

/**
 * One epoch of a training on hidden tokens.
 *
 * @param number from 1
 * @param loss mean cross-entropy of the hidden tokens, in nats; that of guessing by chance is the logarithm of the
 *     vocabulary's size
 * @param accuracy share of the hidden tokens whose logit is the highest
 * @param seconds the epoch took
 */
public record MaskedEpoch(int number, double loss, double accuracy, double seconds) {}
