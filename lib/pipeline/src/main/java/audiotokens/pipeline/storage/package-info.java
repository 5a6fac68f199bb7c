/** Files on this machine's file system or in a storage system such as HDFS or S3. */
package audiotokens.pipeline.storage;
