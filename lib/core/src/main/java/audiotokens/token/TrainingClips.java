package audiotokens.token;

import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.util.List;

/**
 * The clips that a tokenizer is fitted on, in a fixed order. They may be read as often as is needed, by several threads;
 * a corpus need not fit in memory.
 */
public interface TrainingClips {

    /** Number of clips. */
    int size();

    /** The clip at {@code index}, from 0; nothing is read before its signal is asked for. */
    ClipSignal clip(int index);

    /**
     * Number of frames of a clip's spectrogram, found without reading its values where that is possible.
     *
     * @throws IOException where the spectrogram cannot be read
     */
    default int frames(int index) throws IOException {
        return clip(index).spectrogram().nFrames();
    }

    /** Spectrograms that lie in memory. */
    static TrainingClips of(List<Spectrogram> spectrograms) {
        List<Spectrogram> clips = List.copyOf(spectrograms);
        return new TrainingClips() {
            @Override
            public int size() {
                return clips.size();
            }

            @Override
            public ClipSignal clip(int index) {
                return ClipSignal.of(clips.get(index));
            }

            @Override
            public int frames(int index) {
                return clips.get(index).nFrames();
            }
        };
    }
}
