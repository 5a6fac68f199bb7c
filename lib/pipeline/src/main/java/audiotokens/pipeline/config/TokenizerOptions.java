package audiotokens.pipeline.config;

import audiotokens.option.Option;

/** Options of stages 3 and 4: the tokenizer. */
public record TokenizerOptions(
        @Option(
                        value =
                                "Tokenizer: kmeans, residual, families, or the name of a class that implements TokenizerFactory",
                        defaultValue = "kmeans")
                String tokenizerType,
        @Option(
                        value = "Number of codebooks of the residual tokenizer, vocabSize tokens each",
                        defaultValue = "4",
                        min = 1,
                        max = 32)
                int residualLevels,
        @Option(
                        value = "Maximum number of merges of frequent token pairs (byte-pair encoding) per"
                                + " codebook; 0 for none",
                        defaultValue = "0",
                        min = 0,
                        max = 1000000)
                int mergedTokens) {
    /** The nearest centroid of each frame (default). */
    public static final String KMEANS = "kmeans";
    /** Residual vector quantization with several codebooks. */
    public static final String RESIDUAL = "residual";
    /** Codebooks of several feature families, from patches of 50 ms to rhythms of 4 s. */
    public static final String FAMILIES = "families";

    public TokenizerOptions {
        tokenizerType = ClassName.canonicalName("tokenizerType", tokenizerType, KMEANS, RESIDUAL, FAMILIES);
    }
}
