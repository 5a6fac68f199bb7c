package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StorageProvider;

/** Provides Hadoop's file systems to the pipeline. */
public final class HadoopStorageProvider implements StorageProvider {
    @Override
    public Storage storage(Configuration configuration) {
        return new HadoopStorage(HadoopSettings.of(configuration));
    }
}
