package audiotokens.pipeline.storage;

import audiotokens.file.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Paths in one storage, URIs in another, which is opened on first use. */
final class MixedStorage implements Storage {
    private final Storage local;
    private final Supplier<Storage> opening;
    private @Nullable Storage remote;

    MixedStorage(Storage local, Supplier<Storage> opening) {
        this.local = local;
        this.opening = opening;
    }

    private synchronized Storage of(Location location) {
        if (!location.isUri()) {
            return local;
        }
        if (remote == null) {
            remote = opening.get();
        }
        return remote;
    }

    @Override
    public List<StoredFile> filesBelow(Location location) throws IOException {
        return of(location).filesBelow(location);
    }

    @Override
    public PositionedReader open(Location location) throws IOException {
        return of(location).open(location);
    }

    @Override
    public void write(Path file, Location location) throws IOException {
        of(location).write(file, location);
    }

    @Override
    public synchronized void close() throws IOException {
        if (remote != null) {
            remote.close();
        }
    }
}
