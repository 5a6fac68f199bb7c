/** File formats: NumPy, safetensors, PyTorch state dicts, delimited tables; atomic writes and fingerprints. */
@NullMarked
package audiotokens.file;

import org.jspecify.annotations.NullMarked;
