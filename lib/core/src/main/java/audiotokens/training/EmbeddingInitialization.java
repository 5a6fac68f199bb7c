package audiotokens.training;

/** Initialization of the token embedding. */
public enum EmbeddingInitialization {
    /** Random, as in PyTorch. */
    RANDOM,
    /** The tokens' centroids, so that similar tokens start with similar embeddings. */
    CENTROIDS
}
