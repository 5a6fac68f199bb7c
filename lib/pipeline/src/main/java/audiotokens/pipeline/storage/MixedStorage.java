package audiotokens.pipeline.storage;

import audiotokens.file.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Uses one storage for paths and another, opened on first use, for URIs. */
final class MixedStorage implements Storage {
    private final Storage local;
    private final Supplier<Storage> openRemote;
    private @Nullable Storage remote;

    MixedStorage(Storage local, Supplier<Storage> openRemote) {
        this.local = local;
        this.openRemote = openRemote;
    }

    private synchronized Storage storageFor(Location location) {
        if (!location.isUri()) {
            return local;
        }
        if (remote == null) {
            remote = openRemote.get();
        }
        return remote;
    }

    @Override
    public List<StoredFile> filesBelow(Location location) throws IOException {
        return storageFor(location).filesBelow(location);
    }

    @Override
    public PositionedReader open(Location location) throws IOException {
        return storageFor(location).open(location);
    }

    @Override
    public void write(Path file, Location location) throws IOException {
        storageFor(location).write(file, location);
    }

    @Override
    public synchronized void close() throws IOException {
        if (remote != null) {
            remote.close();
        }
    }
}
