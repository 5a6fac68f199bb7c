/** Audio decoding, encoding and resampling. */
package audiotokens.audio;
