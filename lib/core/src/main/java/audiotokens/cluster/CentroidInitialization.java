package audiotokens.cluster;

/** Initialization of k-means. */
public enum CentroidInitialization {
    /** Distinct random frames, as in faiss. */
    RANDOM,
    /** k-means++: D² sampling (Arthur and Vassilvitskii, 2007). */
    KMEANSPLUSPLUS
}
