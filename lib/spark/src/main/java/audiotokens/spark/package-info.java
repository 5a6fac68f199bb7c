/** The pipeline's executor on Apache Spark; on the class path only with {@code engine=spark}. */
@NullMarked
package audiotokens.spark;

import org.jspecify.annotations.NullMarked;
