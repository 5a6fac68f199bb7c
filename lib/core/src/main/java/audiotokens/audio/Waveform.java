package audiotokens.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mono samples.
 *
 * @param samples amplitudes, nominally -1 to 1; not copied; do not modify
 * @param sampleRate sample rate, in Hz
 */
public record Waveform(float[] samples, int sampleRate) {
    public Waveform {
        if (sampleRate <= 0) {
            throw new IllegalArgumentException("sampleRate must be above 0, was " + sampleRate);
        }
    }

    /** Maximum duration of a file for {@link #read}, in seconds. */
    private static final double MAX_SECONDS = 3600;

    /**
     * Reads an audio file of any format that FFmpeg decodes, at the file's sample rate; channels are averaged.
     *
     * @throws AudioException if the file is missing, truncated, damaged or longer than an hour; the message names it.
     *     For segments of longer files use an {@link AudioDecoder}
     */
    public static Waveform read(Path file) throws IOException {
        EncodedAudio audio = new EncodedAudio.InFile(file);
        try (AudioDecoder decoder = new AudioDecoder(MAX_SECONDS + 1)) {
            Waveform waveform = decoder.decode(audio);
            if (waveform.seconds() > MAX_SECONDS) {
                throw new AudioException(
                        audio.origin(), "is longer than an hour; decode a segment with an AudioDecoder");
            }
            return waveform;
        }
    }

    /**
     * Writes a 16-bit FLAC file, whatever its extension; samples outside -1 to 1 are clipped.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        Files.write(file, FlacEncoder.encode(new float[][] {samples}, sampleRate));
    }

    /** Returns the duration in seconds. */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }
}
