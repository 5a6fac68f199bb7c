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
    private final Map<String, FileSystem> fileSystems = new HashMap<>();

    HadoopStorage(Configuration settings) {
        this.settings = settings;
    }

    private synchronized FileSystem fileSystem(Path path) throws IOException {
        String key = path.toUri().getScheme() + "://" + path.toUri().getAuthority();
        FileSystem fileSystem = fileSystems.get(key);
        if (fileSystem == null) {
            Optional<S3Endpoint> endpoint = S3Endpoint.of(path, settings);
            if (endpoint.isPresent()) {
                endpoint.get().checkReachable();
            }
            try (ClassLoaderScope scope = ClassLoaderScope.enter()) {
                fileSystem = FileSystem.newInstance(path.toUri(), settings);
            } catch (RuntimeException e) {
                throw new IOException(key + " cannot be opened: " + e.getMessage(), e);
            }
            fileSystems.put(key, fileSystem);
        }
        return fileSystem;
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
        FileSystem fileSystem = fileSystem(path);
        FileStatus status = fileSystem.getFileStatus(path);
        List<StoredFile> files = new ArrayList<>();
        if (status.isFile()) {
            files.add(new StoredFile(location, status.getLen(), status.getModificationTime()));
            return files;
        }
        RemoteIterator<LocatedFileStatus> entries = fileSystem.listFiles(path, true);
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
        FileSystem fileSystem = fileSystem(path);
        try {
            return new StreamReader(() -> open(path, fileSystem));
        } catch (IOException e) {
            throw S3Errors.withShortMessage(location, e);
        }
    }

    private static FSDataInputStream open(Path path, FileSystem fileSystem) throws IOException {
        return FutureIO.awaitFuture(fileSystem
                .openFile(path)
                .opt(
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM)
                .build());
    }

    @Override
    public void write(java.nio.file.Path file, Location location) throws IOException {
        Path target = path(location);
        Path partial = new Path(target.getParent(), "." + target.getName() + ".partial");
        FileSystem fileSystem = fileSystem(target);
        try {
            // copyFromLocalFile also creates the folder; mkdirs would leave an empty object in S3.
            fileSystem.copyFromLocalFile(false, true, new Path(file.toUri()), partial);
            if (!fileSystem.rename(partial, target)) {
                throw new IOException(target + " cannot be written: it already exists, or its folder is not writable");
            }
        } catch (IOException e) {
            IOException exception = S3Errors.withShortMessage(location, e);
            try {
                fileSystem.delete(partial, false);
            } catch (IOException deletionFailure) {
                exception.addSuppressed(deletionFailure);
            }
            throw exception;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (FileSystem fileSystem : fileSystems.values()) {
            fileSystem.close();
        }
        fileSystems.clear();
    }
}
