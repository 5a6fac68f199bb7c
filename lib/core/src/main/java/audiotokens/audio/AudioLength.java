package audiotokens.audio;

/**
 * The length of a decoded clip.
 *
 * @param samples number of samples
 * @param sampleRate in Hz
 */
public record AudioLength(int samples, int sampleRate) {}
