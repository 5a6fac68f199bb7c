package audiotokens.pipeline.config;

import audiotokens.option.Option;

/**
 * Where stage 4 stores tokens. Separate from {@link TokenizerOptions}, since stage 3 depends on the tokenizer but not
 * on where tokens are stored.
 */
public record TokenStoreOptions(
        @Option(
                        value = "Storage of tokens: files (one per clip) or parquet (about 10,000 clips per file)",
                        defaultValue = "files")
                TokenStore tokenStore) {}
