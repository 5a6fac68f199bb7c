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
    private final ClipOperation<R> operation;
    private final AudioSource source;

    /** The operation applied to each clip. */
    interface ClipOperation<R> {
        R apply(ClipReader reader, ClipToRead clip) throws ItemException, IOException;
    }

    ClipReaders(Configuration configuration, Normalization normalization, ClipOperation<R> operation) {
        this.configuration = configuration;
        this.normalization = normalization;
        this.operation = operation;
        this.source = AudioSources.open(configuration);
    }

    @Override
    public ItemWork.Worker<ClipToRead, R> worker() {
        ClipReader reader = new ClipReader(configuration, source, normalization);
        return new ItemWork.Worker<>() {
            @Override
            public R apply(ClipToRead clip) throws ItemException, IOException {
                return operation.apply(reader, clip);
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
