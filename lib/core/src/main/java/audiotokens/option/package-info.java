/** Options records: each component has a meaning, a default value and a range. */
@NullMarked
package audiotokens.option;

import org.jspecify.annotations.NullMarked;
