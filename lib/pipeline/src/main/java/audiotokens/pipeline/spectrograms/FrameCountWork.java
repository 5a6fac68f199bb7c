package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.spectrogram.Normalization;

/**
 * Checks that a clip can be used, and counts the frames that its spectrogram would have.
 *
 * @param configuration configuration of the run
 */
record FrameCountWork(Configuration configuration) implements ItemWork<ClipToRead, Integer> {
    @Override
    public WorkerFactory<ClipToRead, Integer> open() {
        return new ClipReaders<>(configuration, new Normalization.None(), ClipReader::frameCount);
    }
}
