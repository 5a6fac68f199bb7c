package audiotokens.pipeline.config;

import audiotokens.option.Option;

/** Where stage 4 keeps tokens. A record of its own, since stage 3 depends on the tokenizer's other keys. */
public record TokenStoreOptions(
        @Option(
                        value = "Where tokens are kept: files, one a clip; parquet, about 10,000 clips a file",
                        defaultValue = "files")
                TokenStore tokenStore) {}
