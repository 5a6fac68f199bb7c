/** Jupyter integration: figures, progress and errors in cells. The only package that depends on Jupyter. */
@NullMarked
package audiotokens.notebook;

import org.jspecify.annotations.NullMarked;
