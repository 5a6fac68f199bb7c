package audiotokens.spark;

import audiotokens.file.Location;
import audiotokens.pipeline.storage.PositionedReader;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.FutureIO;

/** Files of the storage systems that Hadoop's clients support. Each file system is opened on first use. */
final class HadoopStorage implements Storage {
    private final Configuration settings;
    private final Map<String, FileSystem> systems = new HashMap<>();

    HadoopStorage(Configuration settings) {
        this.settings = settings;
    }

    private synchronized FileSystem system(Path path) throws IOException {
        String key = path.toUri().getScheme() + "://" + path.toUri().getAuthority();
        FileSystem system = systems.get(key);
        if (system == null) {
            Optional<S3Endpoint> endpoint = S3Endpoint.of(path, settings);
            if (endpoint.isPresent()) {
                endpoint.get().checkReachable();
            }
            try (EngineClassLoader loader = EngineClassLoader.enter()) {
                system = FileSystem.newInstance(path.toUri(), settings);
            } catch (RuntimeException e) {
                throw new IOException(key + " cannot be opened: " + e.getMessage(), e);
            }
            systems.put(key, system);
        }
        return system;
    }

    private static Path path(Location location) throws IOException {
        try {
            return new Path(location.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException(location + " is not a valid URI: " + e.getMessage(), e);
        }
    }

    @Override
    public List<StoredFile> filesBelow(Location location) throws IOException {
        try {
            return list(location);
        } catch (IOException e) {
            throw S3Errors.withShortMessage(location, e);
        }
    }

    private List<StoredFile> list(Location location) throws IOException {
        Path path = path(location);
        FileSystem system = system(path);
        FileStatus status = system.getFileStatus(path);
        List<StoredFile> files = new ArrayList<>();
        if (status.isFile()) {
            files.add(new StoredFile(location, status.getLen(), status.getModificationTime()));
            return files;
        }
        RemoteIterator<LocatedFileStatus> entries = system.listFiles(path, true);
        while (entries.hasNext()) {
            LocatedFileStatus entry = entries.next();
            files.add(new StoredFile(
                    Location.of(entry.getPath().toString()), entry.getLen(), entry.getModificationTime()));
        }
        files.sort((first, second) -> first.location().compareTo(second.location()));
        return files;
    }

    @Override
    public PositionedReader open(Location location) throws IOException {
        Path path = path(location);
        FileSystem system = system(path);
        try {
            return new StreamReader(() -> open(path, system));
        } catch (IOException e) {
            throw S3Errors.withShortMessage(location, e);
        }
    }

    private static FSDataInputStream open(Path path, FileSystem system) throws IOException {
        return FutureIO.awaitFuture(system.openFile(path)
                .opt(
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM)
                .build());
    }

    @Override
    public void write(java.nio.file.Path file, Location location) throws IOException {
        Path target = path(location);
        Path partial = new Path(target.getParent(), "." + target.getName() + ".partial");
        FileSystem system = system(target);
        try {
            // Creates the folder too; mkdirs would leave an empty object in S3.
            system.copyFromLocalFile(false, true, new Path(file.toUri()), partial);
            if (!system.rename(partial, target)) {
                throw new IOException(target + " cannot be written: it exists, or its folder may not be changed");
            }
        } catch (IOException e) {
            IOException exception = S3Errors.withShortMessage(location, e);
            try {
                system.delete(partial, false);
            } catch (IOException deletionFailure) {
                exception.addSuppressed(deletionFailure);
            }
            throw exception;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (FileSystem system : systems.values()) {
            system.close();
        }
        systems.clear();
    }
}
