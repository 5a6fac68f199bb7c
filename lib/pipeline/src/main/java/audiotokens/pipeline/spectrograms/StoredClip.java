package audiotokens.pipeline.spectrograms;

import audiotokens.audio.Waveform;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A clip whose spectrogram is stored in a file and whose audio is decoded on each access.
 *
 * @param file spectrogram file
 * @param decoder decoder of the clip; empty in a stage whose tokenizer does not declare that it reads waveforms
 */
public record StoredClip(Path file, Optional<Decoder> decoder) implements ClipSignal {

    /** Decodes one clip. */
    @FunctionalInterface
    public interface Decoder {
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
        if (decoder.isEmpty()) {
            throw new IOException("the tokenizer reads the waveform, but its factory does not declare readsWaveform()");
        }
        return decoder.get().decode();
    }
}
