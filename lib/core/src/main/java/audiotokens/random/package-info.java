/**
 * Random number generators: named streams, and CPython's and PyTorch's generators, which reproduce the original's
 * results for a seed.
 */
package audiotokens.random;
