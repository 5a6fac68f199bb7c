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
 * The sound of clips beside their spectrograms, for tokenizers that read it; opens the audio source for these only. Safe
 * for use by several threads.
 */
public final class ClipSounds implements AutoCloseable {
    private final Configuration configuration;
    private final Optional<AudioSource> source;
    private final Optional<ClipCatalog> catalog;

    private ClipSounds(Configuration configuration, Optional<AudioSource> source, Optional<ClipCatalog> catalog) {
        this.configuration = configuration;
        this.source = source;
        this.catalog = catalog;
    }

    /**
     * Opens the audio source of a run.
     *
     * @param wanted whether audio will be needed; otherwise nothing is opened
     */
    public static ClipSounds open(Configuration configuration, boolean wanted) {
        return wanted
                ? new ClipSounds(
                        configuration,
                        Optional.of(AudioSources.open(configuration)),
                        Optional.of(Metadata.read(configuration)))
                : new ClipSounds(configuration, Optional.empty(), Optional.empty());
    }

    /** How to decode a clip; empty where nobody will. */
    public Optional<StoredClip.Sound> of(String id) {
        return source.map(open -> () -> {
            Optional<Clip> clip = catalog.orElseThrow().find(id);
            // A decoder is for one thread; it holds little until it decodes.
            try (ClipDecoder decoder = new ClipDecoder(configuration, open)) {
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
