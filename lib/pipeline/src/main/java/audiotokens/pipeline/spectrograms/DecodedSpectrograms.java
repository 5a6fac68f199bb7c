package audiotokens.pipeline.spectrograms;

import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.SelectedFrames;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import java.io.IOException;
import java.util.BitSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Spectrograms computed from the audio on each access. Keeps as many readers as threads have read at the same time. */
final class DecodedSpectrograms implements RunSpectrograms {
    private final Configuration configuration;
    private final AudioSource source;
    private final ClipCatalog catalog;
    private final Normalization normalization;
    private final Queue<ClipReader> idleReaders = new ConcurrentLinkedQueue<>();

    private DecodedSpectrograms(
            Configuration configuration, AudioSource source, ClipCatalog catalog, Normalization normalization) {
        this.configuration = configuration;
        this.source = source;
        this.catalog = catalog;
        this.normalization = normalization;
    }

    static DecodedSpectrograms open(Configuration configuration) {
        ClipCatalog catalog = Metadata.read(configuration);
        Normalization normalization = RunTransform.normalization(configuration);
        return new DecodedSpectrograms(configuration, AudioSources.open(configuration), catalog, normalization);
    }

    @Override
    public ClipSignal clip(Split split, String id) {
        return new DecodedClip(ClipToRead.of(split, id, catalog));
    }

    @Override
    public SelectedFrames read(Split split, String id, BitSet frames) throws IOException {
        ClipToRead clip = ClipToRead.of(split, id, catalog);
        return read(reader -> reader.frames(clip, frames));
    }

    @Override
    public String location(Split split, String id) {
        return source.describe(id);
    }

    @Override
    public String remedy(Split split) {
        return "delete " + FrameCountFile.file(RunFolder.of(configuration), split)
                + " and run the spectrograms notebook again, which counts the clips' frames again";
    }

    @Override
    public void close() throws IOException {
        idleReaders.forEach(ClipReader::close);
        source.close();
    }

    private interface ReaderOperation<R> {
        R apply(ClipReader reader) throws IOException;
    }

    private <R> R read(ReaderOperation<R> operation) throws IOException {
        ClipReader reader = idleReaders.poll();
        if (reader == null) {
            reader = new ClipReader(configuration, source, normalization);
        }
        try {
            return operation.apply(reader);
        } finally {
            idleReaders.add(reader);
        }
    }

    /** A clip that is decoded once for its waveform and its spectrogram. Not thread-safe. */
    private final class DecodedClip implements ClipSignal {
        private final ClipToRead clip;
        private @Nullable Waveform waveform;

        DecodedClip(ClipToRead clip) {
            this.clip = clip;
        }

        @Override
        public Waveform waveform() throws IOException {
            if (waveform == null) {
                waveform = read(reader -> reader.waveform(clip));
            }
            return waveform;
        }

        @Override
        public Spectrogram spectrogram() throws IOException {
            Waveform decoded = waveform();
            return read(reader -> reader.spectrogram(clip, decoded));
        }
    }
}
