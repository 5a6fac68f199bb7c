package audiotokens.training;

/** What the token embedding is before training. */
public enum EmbeddingStart {
    /** Random, as PyTorch starts it. */
    RANDOM,
    /** The tokens' centroids, so that tokens of like sound begin alike. */
    CENTROIDS
}
