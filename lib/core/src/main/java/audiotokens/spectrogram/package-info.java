/** Stage 2, spectrograms: from a clip's samples to its mel-spectrogram in dB. */
@NullMarked
package audiotokens.spectrogram;

import org.jspecify.annotations.NullMarked;
