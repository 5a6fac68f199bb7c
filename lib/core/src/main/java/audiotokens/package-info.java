/** Exceptions that all packages of the library share. */
@NullMarked
package audiotokens;

import org.jspecify.annotations.NullMarked;
