package audiotokens.cluster;

/** How k-means chooses its first centroids. */
public enum CentroidStart {
    /** Distinct frames at random, as faiss. */
    RANDOM,
    /** D² sampling (Arthur and Vassilvitskii, 2007). */
    KMEANSPLUSPLUS
}
