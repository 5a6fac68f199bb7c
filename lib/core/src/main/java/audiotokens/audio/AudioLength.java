package audiotokens.audio;

/**
 * The length of a decoded clip.
 *
 * @param samples number of samples
 * @param sampleRate sample rate, in Hz
 */
public record AudioLength(int samples, int sampleRate) {}
