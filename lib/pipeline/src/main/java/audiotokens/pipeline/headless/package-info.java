/** The stages of a run one after the other, without notebooks. */
package audiotokens.pipeline.headless;
