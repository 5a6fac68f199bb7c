/** Files on this machine's file system or in a storage system such as HDFS or S3. */
@NullMarked
package audiotokens.pipeline.storage;

import org.jspecify.annotations.NullMarked;
