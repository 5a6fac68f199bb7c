package audiotokens.training;

/**
 * Metrics of one epoch of masked token pre-training.
 *
 * @param number number of the epoch, from 1
 * @param loss mean cross-entropy of the masked tokens, in nats; uniform guessing gives the logarithm of the vocabulary
 *     size
 * @param accuracy top-1 accuracy on the masked tokens
 * @param seconds duration of the epoch
 */
public record PretrainingEpoch(int number, double loss, double accuracy, double seconds) {}
