package audiotokens.pipeline.source;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StorageProvider;
import audiotokens.pipeline.storage.StoredFile;

/**
 * Reads the headers of a tar file.
 *
 * @param configuration settings of the storage
 */
record TarIndexWork(Configuration configuration) implements ItemWork<StoredFile, TarEntries> {
    @Override
    public boolean isLarge() {
        return true;
    }

    @Override
    public WorkerFactory<StoredFile, TarEntries> open() {
        Storage storage = StorageProvider.of(configuration);
        return WorkerFactory.shared(storage, shard -> TarEntries.read(shard, storage));
    }
}
