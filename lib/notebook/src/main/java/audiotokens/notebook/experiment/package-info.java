/** Questions about the pipeline: runs that differ in one thing, finished ones kept, and what came of them. */
package audiotokens.notebook.experiment;
