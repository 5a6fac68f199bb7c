/** Experiment tracking: configuration, versions, data and metrics of a run, in its folder and optionally in MLflow. */
@NullMarked
package audiotokens.pipeline.tracking;

import org.jspecify.annotations.NullMarked;
