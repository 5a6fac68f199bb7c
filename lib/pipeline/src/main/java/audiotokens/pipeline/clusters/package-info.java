/** Clusters the frames of the training clips: centroids, and the example frames of each. */
@NullMarked
package audiotokens.pipeline.clusters;

import org.jspecify.annotations.NullMarked;
