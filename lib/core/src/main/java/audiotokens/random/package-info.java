/**
 * Generators that a split, a random convolution and a training draw from: streams named by their use, and those of
 * CPython and PyTorch, so that a seed means here what it means to the original.
 */
package audiotokens.random;
