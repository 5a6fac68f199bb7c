/** Clusters the frames of the training clips: centroids, and example frames of each centroid. */
@NullMarked
package audiotokens.pipeline.clusters;

import org.jspecify.annotations.NullMarked;
