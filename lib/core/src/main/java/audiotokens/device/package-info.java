/** The choice between the CPU and a GPU, and the native libraries that it depends on. */
package audiotokens.device;
