package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Split;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import java.io.IOException;
import java.util.BitSet;

/**
 * The spectrograms of a run's clips, read from their files or computed from the audio, as {@code spectrogramStore} says:
 * everything that reads spectrograms reads them here. Safe for use by several threads.
 */
public interface RunSpectrograms extends AutoCloseable {

    /**
     * Opens the spectrograms of a run. The audio source is opened where it is needed.
     *
     * @param waveforms whether the clips' sounds will be asked for too
     */
    static RunSpectrograms open(Configuration configuration, boolean waveforms) {
        return configuration.keepsSpectrograms()
                ? FileSpectrograms.open(configuration, waveforms)
                : DecodedSpectrograms.open(configuration);
    }

    /** A clip, nothing of which is read before it is asked for. */
    ClipSignal clip(Split split, String id);

    /** A clip's spectrogram. */
    default Spectrogram read(Split split, String id) throws IOException {
        return clip(split, id).spectrogram();
    }

    /**
     * A clip's spectrogram, some of whose frames are read.
     *
     * @param wanted the frames that are right; others may hold anything
     */
    default Spectrogram read(Split split, String id, BitSet wanted) throws IOException {
        return read(split, id);
    }

    /** Where a clip's spectrogram comes from, for messages. */
    String place(Split split, String id);

    /** What to do if a clip was removed or changed after the stage 'spectrograms', for messages. */
    String remedy(Split split);

    @Override
    void close() throws IOException;

    /**
     * Reads a single spectrogram of a run.
     *
     * @throws IOException where it cannot be read or computed; the message says why
     */
    static Spectrogram read(Configuration configuration, Split split, String id) throws IOException {
        try (RunSpectrograms spectrograms = open(configuration, false)) {
            return spectrograms.read(split, id);
        }
    }
}
