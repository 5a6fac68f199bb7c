/** Experiment tracking: configuration, versions, data and metrics of a run, in its folder and optionally in MLflow. */
package audiotokens.pipeline.tracking;
