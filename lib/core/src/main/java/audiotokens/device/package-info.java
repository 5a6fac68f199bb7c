/** The choice between the CPU and a GPU, and the native libraries that it depends on. */
@NullMarked
package audiotokens.device;

import org.jspecify.annotations.NullMarked;
