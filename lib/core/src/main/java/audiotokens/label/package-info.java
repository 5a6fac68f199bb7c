/** The labels of a model, in the order of its outputs. */
@NullMarked
package audiotokens.label;

import org.jspecify.annotations.NullMarked;
