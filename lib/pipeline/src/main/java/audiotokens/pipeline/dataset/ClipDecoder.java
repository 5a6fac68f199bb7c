package audiotokens.pipeline.dataset;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioLength;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.source.AudioSource;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;

/** Finds and decodes clips. Not thread-safe; holds native memory until closed. Does not close the source. */
public final class ClipDecoder implements AutoCloseable {
    private final AudioSource source;
    private final AudioDecoder decoder;

    public ClipDecoder(Configuration configuration, AudioSource source) {
        this.source = source;
        this.decoder = new AudioDecoder(configuration.spectrogram().maxSeconds());
    }

    /**
     * Finds the encoded audio of a clip.
     *
     * @throws AudioException if it is missing or cannot be read
     */
    public EncodedAudio find(String id) throws AudioException {
        try {
            return source.find(id).orElseThrow(() -> new AudioException(source.describe(id), "is missing"));
        } catch (AudioException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioException(source.describe(id), "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a clip, or its segment if the audio is a longer recording.
     *
     * @param audio the result of {@link #find}
     * @param startSeconds start within its recording, in seconds
     * @param endSeconds end within its recording, in seconds; 0 for the whole recording
     * @return mono samples at the file's sample rate
     * @throws AudioException if it cannot be decoded
     */
    public Waveform decode(EncodedAudio audio, double startSeconds, double endSeconds) throws AudioException {
        return decoder.decode(audio, startSeconds, endSeconds);
    }

    /**
     * Decodes the samples that the caller needs.
     *
     * @param needed function that returns the indices of the needed samples, given the length of the result
     * @return samples of the same length as {@link #decode(EncodedAudio, double, double)} returns; samples that are not
     *     needed may be 0
     * @throws AudioException if it cannot be decoded
     */
    public Waveform decode(
            EncodedAudio audio, double startSeconds, double endSeconds, Function<AudioLength, BitSet> needed)
            throws AudioException {
        return decoder.decode(audio, startSeconds, endSeconds, needed);
    }

    /**
     * Returns the length of the audio that {@link #decode} returns, without decoding it; empty if that is not possible.
     */
    public Optional<AudioLength> lengthWithoutDecoding(EncodedAudio audio, double startSeconds, double endSeconds) {
        return decoder.lengthWithoutDecoding(audio, startSeconds, endSeconds);
    }

    /** Finds and decodes a clip. */
    public Waveform decode(Clip clip) throws AudioException {
        return decode(find(clip.id()), clip.startSeconds(), clip.endSeconds());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
