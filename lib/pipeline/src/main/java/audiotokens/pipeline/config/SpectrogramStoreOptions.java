package audiotokens.pipeline.config;

import audiotokens.option.Option;

/**
 * Where stage 2 stores spectrograms. A separate record, since it changes how spectrograms are stored, not their values.
 */
public record SpectrogramStoreOptions(
        @Option(
                        value = "Storage of spectrograms: files (one per clip), or none (computed from the audio when"
                                + " needed)",
                        defaultValue = "files")
                SpectrogramStore spectrogramStore) {}
