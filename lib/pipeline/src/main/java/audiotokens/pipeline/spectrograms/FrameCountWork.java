package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.spectrogram.Normalization;

/**
 * Decodes a clip and counts the frames of its spectrogram.
 *
 * @param configuration of the run
 */
record FrameCountWork(Configuration configuration) implements ItemWork<ClipToRead, Integer> {
    @Override
    public Workshop<ClipToRead, Integer> open() {
        return new ClipReaders<>(configuration, new Normalization.None(), ClipReader::frames);
    }
}
