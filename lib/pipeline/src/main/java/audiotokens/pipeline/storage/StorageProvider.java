package audiotokens.pipeline.storage;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.SparkJars;
import audiotokens.pipeline.run.StageException;
import java.util.ServiceLoader;

/**
 * Creates the storage for URIs. Found with {@link ServiceLoader}, since Hadoop's clients come with Spark's jars, which
 * are loaded only if a run uses them.
 */
public interface StorageProvider {
    /** Creates the storage with a run's settings {@code spark.hadoop.*}. */
    Storage storage(Configuration configuration);

    /** @throws StageException if Spark's jars are not available */
    private static StorageProvider ofSpark() {
        return SparkJars.service(StorageProvider.class)
                .orElseThrow(
                        () -> new StageException(
                                "Hadoop's clients, which read URIs such as hdfs://HOST/FOLDER, are"
                                        + " not on the class path; ./run fetches them with Spark if audioPath or tokenCopyPath is a URI"));
    }

    /** The storage of any location of a run: this machine's file system for paths, Hadoop's clients for URIs. */
    static Storage of(Configuration configuration) {
        return new MixedStorage(new LocalStorage(), () -> ofSpark().storage(configuration));
    }
}
