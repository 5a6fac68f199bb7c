package audiotokens.audio;

/**
 * How long a decoded clip is.
 *
 * @param samples number of samples
 * @param sampleRate samples a second, in Hz
 */
public record AudioLength(int samples, int sampleRate) {}
