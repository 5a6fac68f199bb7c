/**
 * Random number generators: named streams, and CPython's and PyTorch's generators, which reproduce the results of the
 * original Python implementation for a seed.
 */
@NullMarked
package audiotokens.random;

import org.jspecify.annotations.NullMarked;
