package audiotokens.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** The longest file that {@link #read} takes whole, in seconds. */
    private static final double MAX_SECONDS = 3600;

    /**
     * Reads an audio file of any format that FFmpeg decodes, channels averaged, at its own sample rate.
     *
     * @throws AudioException where the file is missing, cut off, damaged or longer than an hour; the message names it. An
     *     {@link AudioDecoder} reads a stretch of a longer one
     */
    public static Waveform read(Path file) throws IOException {
        EncodedAudio audio = new EncodedAudio.OfFile(file);
        try (AudioDecoder decoder = new AudioDecoder(MAX_SECONDS + 1)) {
            Waveform waveform = decoder.decode(audio);
            if (waveform.seconds() > MAX_SECONDS) {
                throw new AudioException(
                        audio.origin(),
                        "is longer than an hour; decode the stretch you want with an AudioDecoder",
                        null);
            }
            return waveform;
        }
    }

    /**
     * Writes a FLAC file of 16 bits, whatever the file is called; samples beyond -1 and 1 are clipped.
     *
     * @throws IOException where the file cannot be written
     */
    public void write(Path file) throws IOException {
        Files.write(file, FlacEncoder.encode(new float[][] {samples}, sampleRate));
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }
}
