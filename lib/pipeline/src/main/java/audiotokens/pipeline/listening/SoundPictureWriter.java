package audiotokens.pipeline.listening;

import java.io.IOException;
import java.nio.file.Path;

/** Draws what a model hears. Found as a service, since the module that draws depends on this one. */
public interface SoundPictureWriter {

    /**
     * Begins a picture of sounds, labels over time above the spectrogram.
     *
     * @param file ends in .png, which holds one sound, or .html
     * @throws IOException where the file cannot be written
     */
    SoundPicture open(Path file, SoundModel model) throws IOException;

    /** A picture that is being drawn. */
    interface SoundPicture extends AutoCloseable {
        /**
         * Draws one more sound.
         *
         * @throws audiotokens.AudioTokensException where the sound cannot be drawn; the message says why
         */
        void add(HeardSound sound) throws IOException;

        @Override
        void close() throws IOException;
    }
}
