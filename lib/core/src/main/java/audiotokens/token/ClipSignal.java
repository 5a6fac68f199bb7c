package audiotokens.token;

import audiotokens.audio.Waveform;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;

/**
 * A clip's signal as a tokenizer reads it: spectrogram and waveform, each loaded on demand and not cached.
 *
 * <p>Not thread-safe.
 */
public interface ClipSignal {

    /**
     * Returns the clip's mel spectrogram with the run's options: in dB, or normalized if the options say so.
     *
     * @throws IOException if it cannot be read or computed; the message says why
     */
    Spectrogram spectrogram() throws IOException;

    /**
     * Returns the clip's waveform: mono, at its file's sample rate; for a longer recording, only the clip's segment.
     *
     * @throws IOException if it cannot be decoded or is not available; the message says why
     */
    Waveform waveform() throws IOException;

    /** Returns a clip with a spectrogram only. */
    static ClipSignal of(Spectrogram spectrogram) {
        return new ClipSignal() {
            @Override
            public Spectrogram spectrogram() {
                return spectrogram;
            }

            @Override
            public Waveform waveform() throws IOException {
                throw new IOException("the tokenizer reads the clip's waveform, but only its spectrogram is available");
            }
        };
    }

    /** Returns a clip with spectrogram and waveform. */
    static ClipSignal of(Spectrogram spectrogram, Waveform waveform) {
        return new ClipSignal() {
            @Override
            public Spectrogram spectrogram() {
                return spectrogram;
            }

            @Override
            public Waveform waveform() {
                return waveform;
            }
        };
    }
}
