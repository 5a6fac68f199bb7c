package audiotokens.pipeline.inference;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Plots the predictions of a model. Found with {@link java.util.ServiceLoader}, since the plotting module depends on
 * this one.
 */
public interface SoundPictureWriter {

    /**
     * Starts a plot of recordings, with labels over time above the spectrogram.
     *
     * @param file output file; .png shows one recording, .html several
     * @throws IOException if the file cannot be written
     */
    SoundPicture open(Path file, SoundModel model) throws IOException;

    /** A plot being written. */
    interface SoundPicture extends AutoCloseable {
        /**
         * Adds a recording.
         *
         * @throws audiotokens.AudioTokensException if the recording cannot be plotted; the message says why
         */
        void add(SoundAnalysis sound) throws IOException;

        @Override
        void close() throws IOException;
    }
}
