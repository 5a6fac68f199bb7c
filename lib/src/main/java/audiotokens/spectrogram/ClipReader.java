package audiotokens.spectrogram;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioSource;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.config.Configuration;
import audiotokens.dataset.Clip;
import audiotokens.dataset.ClipCatalog;
import java.io.IOException;
import java.util.Optional;

/** From a clip's id to its spectrogram. For one thread; holds native memory until closed. */
final class ClipReader implements AutoCloseable {
    private final ClipCatalog catalog;
    private final AudioSource source;
    private final AudioDecoder decoder;
    private final SpectrogramTransform transform;

    ClipReader(Configuration configuration, ClipCatalog catalog, AudioSource source, Normalization normalization) {
        this.catalog = catalog;
        this.source = source;
        this.decoder = new AudioDecoder(configuration.spectrogram().maxSeconds());
        this.transform = new SpectrogramTransform(configuration.spectrogram(), normalization);
    }

    /** @throws AudioException where the clip is not there or cannot be used */
    Spectrogram read(String id) throws AudioException {
        EncodedAudio audio = find(id);
        Optional<Clip> clip = catalog.find(id);
        Waveform waveform = decoder.decode(
                audio,
                clip.map(Clip::startSeconds).orElse(0.0),
                clip.map(Clip::endSeconds).orElse(0.0));
        try {
            return transform.apply(waveform);
        } catch (IOException e) {
            throw new AudioException(audio.origin(), e.getMessage(), e);
        }
    }

    private EncodedAudio find(String id) throws AudioException {
        try {
            return source.find(id).orElseThrow(() -> new AudioException(source.describe(id), "is missing", null));
        } catch (AudioException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioException(source.describe(id), "cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
