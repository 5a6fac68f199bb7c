package audiotokens.model;

/** How a {@link MultiStream} model uses the {@link TokenFrequencies token frequencies} of its streams. */
public enum TokenFrequencyMode {
    /** The sequence layers only. */
    NONE,
    /**
     * The outputs of the sequence layers and of the token frequencies are added (wide and deep: Cheng et al., 2016).
     */
    ADDED,
    /** The token frequencies only, without embeddings or order. */
    ONLY
}
