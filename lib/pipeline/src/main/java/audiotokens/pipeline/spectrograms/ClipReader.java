package audiotokens.pipeline.spectrograms;

import audiotokens.audio.AudioException;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;

/** From a clip to its spectrogram. For one thread; holds native memory until closed, but not the source. */
final class ClipReader implements AutoCloseable {
    private final ClipDecoder clips;
    private final MelSpectrogram transform;

    ClipReader(Configuration configuration, AudioSource source, Normalization normalization) {
        this.clips = new ClipDecoder(configuration, source);
        this.transform = MelSpectrogram.with(configuration.spectrogram(), normalization);
    }

    /** @throws ItemException where the clip is not there or cannot be used */
    Spectrogram read(ClipToRead clip) throws ItemException {
        try {
            EncodedAudio audio = clips.find(clip.id());
            Waveform waveform = clips.decode(audio, clip.startSeconds(), clip.endSeconds());
            try {
                return transform.of(waveform);
            } catch (IOException e) {
                throw new ItemException(audio.origin(), e.getMessage(), e);
            }
        } catch (AudioException e) {
            throw new ItemException(e.origin(), e.reason(), e);
        }
    }

    @Override
    public void close() {
        clips.close();
    }
}
