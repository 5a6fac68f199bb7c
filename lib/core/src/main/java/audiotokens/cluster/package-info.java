/** Stage 3, clusters: frame features, k-means, and the resulting codebook. */
package audiotokens.cluster;
