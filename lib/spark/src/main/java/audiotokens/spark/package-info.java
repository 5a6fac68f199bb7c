/** The pipeline's executor on Apache Spark; on the class path only where it is asked for. */
package audiotokens.spark;
