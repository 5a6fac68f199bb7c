/** Files that other programs read too: NumPy arrays, written whole or not at all. */
package audiotokens.file;
