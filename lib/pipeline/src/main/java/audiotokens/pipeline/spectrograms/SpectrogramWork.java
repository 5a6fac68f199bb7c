package audiotokens.pipeline.spectrograms;

import audiotokens.file.FileErrors;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a clip's spectrogram unless the file already exists.
 *
 * @param configuration configuration of the run
 * @param normalization normalization of the spectrograms
 * @param adopts whether existing files may be another program's, which are never overwritten
 */
record SpectrogramWork(Configuration configuration, Normalization normalization, boolean adopts)
        implements ItemWork<ClipToRead, SpectrogramWork.Counts> {

    /** Number of clips with a spectrogram in each subset, and their total number of frames. */
    record Counts(int train, int validation, long frames) implements Mergeable<Counts> {
        static final Counts NONE = new Counts(0, 0, 0);

        @Override
        public Counts merge(Counts following) {
            return new Counts(train + following.train, validation + following.validation, frames + following.frames);
        }
    }

    @Override
    public WorkerFactory<ClipToRead, Counts> open() {
        return new ClipReaders<>(configuration, normalization, this::write);
    }

    private Counts write(ClipReader reader, ClipToRead clip) throws ItemException, IOException {
        Path file = RunFolder.of(configuration).spectrogram(clip.split(), clip.id());
        int frames = existingFrames(file);
        if (frames == 0) {
            Spectrogram spectrogram = reader.read(clip);
            spectrogram.write(file);
            frames = spectrogram.nFrames();
        }
        boolean isTraining = clip.split() == Split.TRAIN;
        return new Counts(isTraining ? 1 : 0, isTraining ? 0 : 1, frames);
    }

    /** Returns the number of frames of an existing file; 0 if it is missing or damaged and must be computed. */
    private int existingFrames(Path file) throws ItemException {
        try {
            return Files.exists(file) ? NpyFile.readShape(file, 2)[1] : 0;
        } catch (IOException e) {
            if (adopts) {
                throw new ItemException(
                        file.toString(), FileErrors.describe(e) + "; delete it to have it recomputed", e);
            }
            return 0;
        }
    }
}
