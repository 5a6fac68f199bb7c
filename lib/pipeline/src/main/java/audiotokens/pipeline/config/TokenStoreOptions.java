package audiotokens.pipeline.config;

import audiotokens.option.Option;

/** Where stage 4 stores tokens. A separate record, since stage 3 depends on the tokenizer's other keys. */
public record TokenStoreOptions(
        @Option(
                        value = "Storage of tokens: files (one per clip) or parquet (about 10,000 clips per file)",
                        defaultValue = "files")
                TokenStore tokenStore) {}
