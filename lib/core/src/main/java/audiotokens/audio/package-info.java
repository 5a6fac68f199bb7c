/** Audio decoding, encoding and resampling. */
@NullMarked
package audiotokens.audio;

import org.jspecify.annotations.NullMarked;
