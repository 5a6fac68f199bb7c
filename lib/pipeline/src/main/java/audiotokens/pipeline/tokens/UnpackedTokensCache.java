package audiotokens.pipeline.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Owns the unpacked tokens of this process: all readers of the same Parquet files share one copy. It keeps the most
 * recently used copies. The disk space of a copy that it drops is freed once no reader refers to it.
 *
 * <p>Safe for use by several threads.
 */
final class UnpackedTokensCache {
    /** Enough for the training and validation clips of two runs. */
    private static final int MAX_COPIES = 4;

    private static final UnpackedTokensCache SHARED = new UnpackedTokensCache();

    /** The unpacked tokens of up to {@link #MAX_COPIES} subsets, least recently used first. */
    private final SequencedMap<Key, UnpackedTokens> copies = new LinkedHashMap<>();

    private UnpackedTokensCache() {}

    /** The state of a Parquet file when it was read; a file that is written again has a different state. */
    private record FileState(Path path, long size, FileTime modified) {
        static FileState of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileState(path.toAbsolutePath(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    private record Key(List<FileState> files, TokenColumns columns) {
        static Key of(List<Path> files, TokenColumns columns) throws IOException {
            List<FileState> states = new ArrayList<>();
            for (Path file : files) {
                states.add(FileState.of(file));
            }
            return new Key(states, columns);
        }

        List<Path> paths() {
            return files.stream().map(FileState::path).toList();
        }
    }

    static UnpackedTokensCache shared() {
        return SHARED;
    }

    /**
     * Returns the unpacked tokens of Parquet files, from the cache if the files are unchanged.
     *
     * @param folder folder for a new copy
     * @throws IOException in the same cases as {@link UnpackedTokens#of}
     */
    synchronized UnpackedTokens get(List<Path> files, TokenColumns columns, Path folder, Connection database)
            throws IOException {
        Key key = Key.of(files, columns);
        UnpackedTokens tokens = copies.remove(key);
        if (tokens == null) {
            copies.keySet().removeIf(cached -> cached.paths().equals(key.paths()));
            tokens = UnpackedTokens.of(files, columns, folder, database);
        }
        copies.putLast(key, tokens);
        while (copies.size() > MAX_COPIES) {
            copies.pollFirstEntry();
        }
        return tokens;
    }
}
