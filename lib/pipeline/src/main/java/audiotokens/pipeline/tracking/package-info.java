/** What a run was: its configuration, versions, data and figures, kept beside it and, if wished, in MLflow. */
package audiotokens.pipeline.tracking;
