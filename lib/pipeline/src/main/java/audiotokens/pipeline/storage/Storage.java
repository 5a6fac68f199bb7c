package audiotokens.pipeline.storage;

import audiotokens.file.Location;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes files of a file system or storage system. Thread-safe. */
public interface Storage extends Closeable {
    /**
     * Lists the files in a folder and its subfolders, sorted by location; for a file, only the file itself.
     *
     * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} if it does not exist
     */
    List<StoredFile> filesBelow(Location location) throws IOException;

    /** Opens a file for reading. */
    PositionedReader open(Location location) throws IOException;

    /**
     * Copies a file of this machine to a location, and creates the folder that contains the location. Readers never see
     * an incomplete file.
     */
    void write(Path file, Location location) throws IOException;

    @Override
    default void close() throws IOException {}
}
