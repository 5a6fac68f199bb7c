package audiotokens.pipeline.config;

import audiotokens.option.Option;

/** Where stage 2 keeps spectrograms. A record of its own, since no other key of stage 2 changes its form. */
public record SpectrogramStoreOptions(
        @Option(
                        value =
                                "Where spectrograms are kept: files, one a clip; none computes them from the audio where"
                                        + " they are needed",
                        defaultValue = "files")
                SpectrogramStore spectrogramStore) {}
