package audiotokens.pipeline.tokens;

import audiotokens.file.FileErrors;
import audiotokens.file.Location;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.storage.PositionedReader;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StorageProvider;
import audiotokens.pipeline.storage.StoredFile;
import audiotokens.work.Progress;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of the Parquet token files in the folders of {@code tokenCopyPath}. Files of another run in these folders
 * are never replaced.
 *
 * @param configuration configuration of the run
 */
record TokenCopies(Configuration configuration) {
    /**
     * Number of bytes compared at the end of a Parquet file: its metadata with the fingerprints of the stage and the
     * clips.
     */
    private static final int FOOTER_BYTES = 64 << 10;

    /**
     * Checks that the folders can be listed, before the tokens are computed.
     *
     * @throws StageException if a folder cannot be listed
     */
    void checkReachable() {
        forEachFolder((folder, storage) -> parquetFiles(folder, storage));
    }

    /**
     * Copies to each folder the files that are missing in it.
     *
     * @throws StageException if a folder contains a file of another run, or cannot be written
     */
    void update(Progress progress) {
        TokenShardFolder shards = new TokenShardFolder(RunFolder.of(configuration), "");
        forEachFolder((folder, storage) -> {
            List<Path> files = shards.files();
            Map<String, StoredFile> existing = parquetFiles(folder, storage);
            for (String name : existing.keySet()) {
                if (files.stream()
                        .noneMatch(file -> file.getFileName().toString().equals(name))) {
                    throw new StageException(belongsToAnotherRun(folder.resolve(name)));
                }
            }
            try (Progress.Task task = progress.begin("Copying tokens to " + folder, files.size(), "files")) {
                for (Path file : files) {
                    StoredFile copy = existing.get(file.getFileName().toString());
                    if (copy == null) {
                        storage.write(file, folder.resolve(file.getFileName().toString()));
                    } else if (!hasSameFooter(Location.of(file), copy, storage)) {
                        throw new StageException(belongsToAnotherRun(copy.location()));
                    }
                    task.advance(1);
                }
            }
        });
    }

    @FunctionalInterface
    private interface FolderWork {
        void accept(Location folder, Storage storage) throws IOException;
    }

    private void forEachFolder(FolderWork work) {
        for (Location folder : configuration.run().tokenCopyPath()) {
            try (Storage storage = StorageProvider.of(configuration)) {
                work.accept(folder, storage);
            } catch (IOException e) {
                throw new StageException(
                        "tokenCopyPath: " + folder + ": " + FileErrors.describe(e) + "; the tokens in "
                                + TokenShard.folder(RunFolder.of(configuration)) + " are kept",
                        e);
            }
        }
    }

    /** Returns the Parquet files of a folder by name; empty if it does not exist. */
    private static Map<String, StoredFile> parquetFiles(Location folder, Storage storage) throws IOException {
        Map<String, StoredFile> files = new HashMap<>();
        try {
            for (StoredFile file : storage.filesBelow(folder)) {
                if (file.location().fileName().endsWith(".parquet")) {
                    files.put(file.location().fileName(), file);
                }
            }
        } catch (FileNotFoundException | NoSuchFileException e) {
            // the first copy creates the folder
        }
        return files;
    }

    private static boolean hasSameFooter(Location file, StoredFile copy, Storage storage) throws IOException {
        StoredFile source = storage.filesBelow(file).getFirst();
        return source.sizeBytes() == copy.sizeBytes() && Arrays.equals(footer(source, storage), footer(copy, storage));
    }

    private static byte[] footer(StoredFile file, Storage storage) throws IOException {
        byte[] bytes = new byte[(int) Math.min(FOOTER_BYTES, file.sizeBytes())];
        try (PositionedReader reader = storage.open(file.location())) {
            reader.readFully(file.sizeBytes() - bytes.length, bytes);
        }
        return bytes;
    }

    private static String belongsToAnotherRun(Location file) {
        return "tokenCopyPath: " + file + " belongs to another run; move it away, or choose another folder";
    }
}
