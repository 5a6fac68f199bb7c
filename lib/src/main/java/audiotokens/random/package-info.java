/**
 * Where random choices come from: streams named by their use, and the generators of CPython and PyTorch, so that a seed
 * means here what it means to the original. All start from the configuration's seed.
 */
package audiotokens.random;
