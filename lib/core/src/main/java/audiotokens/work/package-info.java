/** Work on many items: threads, progress, and whether the JVM has vector instructions. */
package audiotokens.work;
