package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import java.io.IOException;
import java.util.Optional;

/**
 * The audio of clips, for tokenizers that read waveforms in addition to spectrograms. Opens the audio source only if it
 * is needed. Thread-safe.
 */
public final class ClipAudio implements AutoCloseable {
    private final Configuration configuration;
    private final Optional<AudioSource> source;
    private final Optional<ClipCatalog> catalog;

    private ClipAudio(Configuration configuration, Optional<AudioSource> source, Optional<ClipCatalog> catalog) {
        this.configuration = configuration;
        this.source = source;
        this.catalog = catalog;
    }

    /**
     * Opens the audio source of a run.
     *
     * @param readsAudio whether audio will be read; if false, nothing is opened
     */
    public static ClipAudio open(Configuration configuration, boolean readsAudio) {
        return readsAudio
                ? new ClipAudio(
                        configuration,
                        Optional.of(AudioSources.open(configuration)),
                        Optional.of(Metadata.read(configuration)))
                : new ClipAudio(configuration, Optional.empty(), Optional.empty());
    }

    /** Returns a decoder of a clip; empty if this was opened without audio. */
    public Optional<StoredClip.Decoder> decoder(String id) {
        return source.map(openSource -> () -> {
            Optional<Clip> clip = catalog.orElseThrow().find(id);
            // Decoders are not thread-safe; creating one is cheap until it decodes.
            try (ClipDecoder decoder = new ClipDecoder(configuration, openSource)) {
                return decoder.decode(
                        decoder.find(id),
                        clip.map(Clip::startSeconds).orElse(0.0),
                        clip.map(Clip::endSeconds).orElse(0.0));
            }
        });
    }

    @Override
    public void close() throws IOException {
        if (source.isPresent()) {
            source.get().close();
        }
    }
}
