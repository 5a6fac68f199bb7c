package audiotokens.token;

import audiotokens.audio.Waveform;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;

/**
 * One clip as a tokenizer meets it: its spectrogram and its sound, each read or decoded when it is asked for. What a
 * tokenizer does not ask for costs nothing; what it asks for twice may be read twice.
 *
 * <p>For one thread.
 */
public interface ClipSignal {

    /**
     * The clip's mel-spectrogram, as the run's options make it: dB, or normalized where they say so.
     *
     * @throws IOException where it cannot be read or made; the message says why
     */
    Spectrogram spectrogram() throws IOException;

    /**
     * The clip's sound: mono, at its file's own sample rate, of a longer recording only the clip's segment.
     *
     * @throws IOException where it cannot be decoded, or there is none at hand; the message says why
     */
    Waveform waveform() throws IOException;

    /** A clip of which only the spectrogram is at hand. */
    static ClipSignal of(Spectrogram spectrogram) {
        return new ClipSignal() {
            @Override
            public Spectrogram spectrogram() {
                return spectrogram;
            }

            @Override
            public Waveform waveform() throws IOException {
                throw new IOException("the tokenizer reads the clip's waveform, and only its spectrogram is at hand");
            }
        };
    }

    /** A clip whose spectrogram and waveform are both at hand. */
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
