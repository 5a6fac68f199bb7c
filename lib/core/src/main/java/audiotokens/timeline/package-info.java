/** Sound event detection: from the scores of overlapping windows to events with onset and offset. */
@NullMarked
package audiotokens.timeline;

import org.jspecify.annotations.NullMarked;
