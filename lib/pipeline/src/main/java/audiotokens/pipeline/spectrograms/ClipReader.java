package audiotokens.pipeline.spectrograms;

import audiotokens.audio.AudioException;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.MelSpectrogram;
import java.io.IOException;

/** From a clip's id to its spectrogram. For one thread; holds native memory until closed. */
final class ClipReader implements AutoCloseable {
    private final ClipDecoder clips;
    private final MelSpectrogram transform;

    ClipReader(Configuration configuration, ClipCatalog catalog, AudioSource source, Normalization normalization) {
        this.clips = new ClipDecoder(configuration, catalog, source);
        this.transform = MelSpectrogram.with(configuration.spectrogram(), normalization);
    }

    /** @throws AudioException where the clip is not there or cannot be used */
    Spectrogram read(String id) throws AudioException {
        EncodedAudio audio = clips.find(id);
        Waveform waveform = clips.decode(id, audio);
        try {
            return transform.of(waveform);
        } catch (IOException e) {
            throw new AudioException(audio.origin(), e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        clips.close();
    }
}
