package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Split;
import audiotokens.spectrogram.SelectedFrames;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import java.io.IOException;
import java.util.BitSet;

/**
 * Access to the spectrograms of a run's clips, read from files or computed from the audio, depending on
 * {@code spectrogramStore}. Thread-safe.
 */
public interface RunSpectrograms extends AutoCloseable {

    /**
     * Opens the spectrograms of a run, and the audio source if it is needed.
     *
     * @param readsWaveforms whether waveforms will be read too
     */
    static RunSpectrograms open(Configuration configuration, boolean readsWaveforms) {
        return configuration.storesSpectrograms()
                ? FileSpectrograms.open(configuration, readsWaveforms)
                : DecodedSpectrograms.open(configuration);
    }

    /** Returns a clip whose spectrogram and waveform are read on access. */
    ClipSignal clip(Split split, String id);

    /** Reads a clip's spectrogram. */
    default Spectrogram read(Split split, String id) throws IOException {
        return clip(split, id).spectrogram();
    }

    /**
     * Reads selected frames of a clip's spectrogram.
     *
     * @param frames indices of frames; those beyond the spectrogram's end are ignored
     */
    default SelectedFrames read(Split split, String id, BitSet frames) throws IOException {
        return SelectedFrames.of(read(split, id), frames);
    }

    /** Describes where a clip's spectrogram comes from, for messages. */
    String location(Split split, String id);

    /** Describes what to do if a clip was removed or changed after the spectrograms stage, for messages. */
    String remedy(Split split);

    @Override
    void close() throws IOException;

    /**
     * Reads a single spectrogram of a run.
     *
     * @throws IOException if it cannot be read or computed; the message says why
     */
    static Spectrogram read(Configuration configuration, Split split, String id) throws IOException {
        try (RunSpectrograms spectrograms = open(configuration, false)) {
            return spectrograms.read(split, id);
        }
    }
}
