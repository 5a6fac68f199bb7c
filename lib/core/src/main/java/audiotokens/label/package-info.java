/** The labels of a model, in the order of its outputs. */
package audiotokens.label;
