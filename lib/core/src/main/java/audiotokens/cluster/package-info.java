/** Stage 3, clusters: frame features, k-means, and the resulting codebook. */
@NullMarked
package audiotokens.cluster;

import org.jspecify.annotations.NullMarked;
