package audiotokens.pipeline.config;

import audiotokens.option.Option;

/** Stages 3 and 4: how a clip becomes tokens. */
public record TokenizerOptions(
        @Option(
                        value =
                                "Tokenizer: kmeans, residual, families, or the name of a class that implements TokenizerFactory",
                        standard = "kmeans")
                String tokenizerType,
        @Option(value = "Codebooks of the residual tokenizer, vocabSize tokens each", standard = "4", min = 1, max = 32)
                int residualLevels,
        @Option(
                        value =
                                "Most merges of frequent neighboring tokens into longer ones (byte-pair merging), for each"
                                        + " codebook; 0 merges none",
                        standard = "0",
                        min = 0,
                        max = 1000000)
                int mergedTokens) {
    /** The default: the nearest centroid of each frame. */
    public static final String KMEANS = "kmeans";
    /** Several codebooks, each of what those before it leave. */
    public static final String RESIDUAL = "residual";
    /** A codebook for each of several views of sound, from patches of 50 ms to rhythms of 4 s. */
    public static final String FAMILIES = "families";

    public TokenizerOptions {
        tokenizerType = ClassName.orBuiltIn("tokenizerType", tokenizerType, KMEANS, RESIDUAL, FAMILIES);
    }
}
