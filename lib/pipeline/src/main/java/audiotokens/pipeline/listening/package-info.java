/** A trained model at work: the bundle that stage 6 leaves, and labels for recordings of any length. */
package audiotokens.pipeline.listening;
