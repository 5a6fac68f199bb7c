/** Parallel processing, progress, and detection of the vector module. */
package audiotokens.work;
