/** Stage 3, clusters: what is clustered of a frame, k-means, and the codebook it gives. */
package audiotokens.cluster;
