package audiotokens.audio;

/**
 * Mono samples.
 *
 * @param samples amplitudes, nominally -1 to 1; not copied, not to be changed
 * @param sampleRate samples a second, in Hz
 */
public record Waveform(float[] samples, int sampleRate) {
    public Waveform {
        if (sampleRate <= 0) {
            throw new IllegalArgumentException("sampleRate " + sampleRate + " is not above 0");
        }
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }
}
