/** File formats: NumPy, safetensors, PyTorch state dicts, delimited tables; atomic writes and fingerprints. */
package audiotokens.file;
