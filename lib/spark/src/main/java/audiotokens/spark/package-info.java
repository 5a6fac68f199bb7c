/** The pipeline's executor on Apache Spark; on the class path only with {@code engine=spark}. */
package audiotokens.spark;
