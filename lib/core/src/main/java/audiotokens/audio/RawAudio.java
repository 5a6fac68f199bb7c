package audiotokens.audio;

import java.util.List;

/**
 * The format of headerless PCM samples, as from a sound card or {@code ffmpeg -f s16le}.
 *
 * @param sampleType FFmpeg's name: {@code s16le}, {@code f32le}, {@code u8}, ...
 * @param sampleRate sample rate, in Hz
 * @param channels number of interleaved channels
 */
public record RawAudio(String sampleType, int sampleRate, int channels) {
    private static final List<String> SAMPLE_TYPES =
            List.of("u8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "f64be");
    private static final int MAX_CHANNELS = 64;

    public RawAudio {
        if (!SAMPLE_TYPES.contains(sampleType)) {
            throw new IllegalArgumentException(
                    "'" + sampleType + "' is not a sample type; it must be one of " + String.join(", ", SAMPLE_TYPES));
        }
        if (sampleRate < 1 || sampleRate > AudioDecoder.MAX_SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    "the sample rate is " + sampleRate + " Hz; it must be 1 to " + AudioDecoder.MAX_SAMPLE_RATE);
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "the number of channels is " + channels + "; it must be 1 to " + MAX_CHANNELS);
        }
    }

    /**
     * Reads {@code TYPE:RATE} or {@code TYPE:RATE:CHANNELS}, for example {@code s16le:16000:1}.
     *
     * @throws IllegalArgumentException if the format is invalid or a value out of range; the message names the valid
     *     values
     */
    public static RawAudio parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 2 || parts.length == 3) {
                return new RawAudio(
                        parts[0], Integer.parseInt(parts[1]), parts.length == 2 ? 1 : Integer.parseInt(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form TYPE:RATE:CHANNELS, such as s16le:16000:1", e);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not of the form TYPE:RATE:CHANNELS, such as s16le:16000:1");
    }
}
