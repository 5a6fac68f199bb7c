package audiotokens.pipeline.spectrograms;

import audiotokens.audio.Waveform;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A clip whose spectrogram lies in a file, and whose sound is decoded anew where somebody asks for it.
 *
 * @param file the spectrogram
 * @param sound decodes the clip; empty in a stage that was not told that the tokenizer reads waveforms
 */
public record StoredClip(Path file, Optional<Sound> sound) implements ClipSignal {

    /** Decodes one clip. */
    @FunctionalInterface
    public interface Sound {
        /**
         * Decodes the clip.
         *
         * @throws IOException if its audio cannot be decoded
         */
        Waveform decode() throws IOException;
    }

    @Override
    public Spectrogram spectrogram() throws IOException {
        return Spectrogram.read(file);
    }

    @Override
    public Waveform waveform() throws IOException {
        if (sound.isEmpty()) {
            throw new IOException("the tokenizer asks for the waveform; its factory has to say readsWaveform()");
        }
        return sound.get().decode();
    }
}
