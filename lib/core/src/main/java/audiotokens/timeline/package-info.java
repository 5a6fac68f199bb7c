/** Sound event detection: from the scores of overlapping windows to events with onset and offset. */
package audiotokens.timeline;
