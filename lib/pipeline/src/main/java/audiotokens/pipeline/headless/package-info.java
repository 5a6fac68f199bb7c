/** Runs the stages of a run in order, without notebooks. */
package audiotokens.pipeline.headless;
