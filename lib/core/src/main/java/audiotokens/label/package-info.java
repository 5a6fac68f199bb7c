/** The labels that a model tells apart, in the order of its outputs. */
package audiotokens.label;
