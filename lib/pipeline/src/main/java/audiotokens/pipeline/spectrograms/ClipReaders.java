package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.spectrogram.Normalization;
import java.io.IOException;

/** The audio source of a process, with one clip reader per thread. */
final class ClipReaders<R> implements ItemWork.WorkerFactory<ClipToRead, R> {
    private final Configuration configuration;
    private final Normalization normalization;
    private final Step<R> step;
    private final AudioSource source;

    /** The operation applied to each clip. */
    interface Step<R> {
        R apply(ClipReader reader, ClipToRead clip) throws ItemException, IOException;
    }

    ClipReaders(Configuration configuration, Normalization normalization, Step<R> step) {
        this.configuration = configuration;
        this.normalization = normalization;
        this.step = step;
        this.source = AudioSources.open(configuration);
    }

    @Override
    public ItemWork.Worker<ClipToRead, R> worker() {
        ClipReader reader = new ClipReader(configuration, source, normalization);
        return new ItemWork.Worker<>() {
            @Override
            public R apply(ClipToRead clip) throws ItemException, IOException {
                return step.apply(reader, clip);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
