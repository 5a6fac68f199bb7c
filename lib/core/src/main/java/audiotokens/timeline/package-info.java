/** What is heard when: the scores of overlapping windows become events with a start and an end. */
package audiotokens.timeline;
