package audiotokens.pipeline.dataset;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.AudioException;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.source.AudioSource;
import java.io.IOException;
import java.util.Optional;

/** From a clip's id to its samples. For one thread; holds native memory until closed, but not the source. */
public final class ClipDecoder implements AutoCloseable {
    private final ClipCatalog catalog;
    private final AudioSource source;
    private final AudioDecoder decoder;

    public ClipDecoder(Configuration configuration, ClipCatalog catalog, AudioSource source) {
        this.catalog = catalog;
        this.source = source;
        this.decoder = new AudioDecoder(configuration.spectrogram().maxSeconds());
    }

    /**
     * The clip's audio as it lies in the source.
     *
     * @throws AudioException where it is not there or cannot be read
     */
    public EncodedAudio find(String id) throws AudioException {
        try {
            return source.find(id).orElseThrow(() -> new AudioException(source.describe(id), "is missing", null));
        } catch (AudioException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioException(source.describe(id), "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a clip: of a longer recording, its segment.
     *
     * @param audio what {@link #find} gave for {@code id}
     * @return mono samples at the file's own rate
     * @throws AudioException where it cannot be used
     */
    public Waveform decode(String id, EncodedAudio audio) throws AudioException {
        Optional<Clip> clip = catalog.find(id);
        return decoder.decode(
                audio,
                clip.map(Clip::startSeconds).orElse(0.0),
                clip.map(Clip::endSeconds).orElse(0.0));
    }

    /** Finds and decodes a clip. */
    public Waveform decode(String id) throws AudioException {
        return decode(id, find(id));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
