/** Audio sources: the layouts of datasets on disk, tar and Parquet shards, and sources that the caller implements. */
@NullMarked
package audiotokens.pipeline.source;

import org.jspecify.annotations.NullMarked;
