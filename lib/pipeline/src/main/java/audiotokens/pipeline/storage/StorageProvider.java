package audiotokens.pipeline.storage;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.SparkClassLoader;
import audiotokens.pipeline.run.StageException;
import java.util.ServiceLoader;

/**
 * Creates the storage for URIs. Found with {@link ServiceLoader}, since Hadoop's clients come with Spark's jars, which
 * are loaded only if a run uses them.
 */
public interface StorageProvider {
    /** Creates the storage with the {@code spark.hadoop.*} settings of a run. */
    Storage storage(Configuration configuration);

    /**
     * Finds the provider in Spark's jars.
     *
     * @throws StageException if they are not available
     */
    private static StorageProvider fromSparkJars() {
        return SparkClassLoader.service(StorageProvider.class)
                .orElseThrow(
                        () -> new StageException(
                                "Hadoop's clients, which read URIs such as hdfs://HOST/FOLDER, are"
                                        + " not on the class path; ./run fetches them with Spark if audioPath or tokenCopyPath is a URI"));
    }

    /** Creates the storage of a run: it uses this machine's file system for paths and Hadoop's clients for URIs. */
    static Storage of(Configuration configuration) {
        return new MixedStorage(new LocalStorage(), () -> fromSparkJars().storage(configuration));
    }
}
