package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Parquet token files in a run's folder.
 *
 * @param run folder of the run
 * @param stageFingerprint fingerprint of the stage that writes them
 */
record TokenShardFolder(RunFolder run, String stageFingerprint) {
    private static final Pattern NAME = Pattern.compile("(train|validation)-(\\d{5})-of-(\\d{5})\\.parquet");

    Path path() {
        return TokenShard.folder(run);
    }

    /** Returns all Parquet files, sorted by name. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path())) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(), "*.parquet")) {
                entries.forEach(files::add);
            }
        }
        files.sort(null);
        return files;
    }

    /**
     * Returns the intact files that contain the clips of {@code shards}, and their metadata; the caller writes the
     * others again.
     *
     * @throws StageException if a file belongs to another run; the message names it
     */
    Map<Path, TokenShardMetadata> intact(List<TokenShard> shards, Connection database) throws IOException {
        Map<Path, TokenShard> shardsByFile = new HashMap<>();
        shards.forEach(shard -> shardsByFile.put(shard.file(run), shard));
        Map<Path, TokenShardMetadata> intact = new HashMap<>();
        for (Path file : files()) {
            if (!shardsByFile.containsKey(file)) {
                throw new StageException(belongsToAnotherRun(file));
            }
            Optional<TokenShardMetadata> metadata = readIfIntact(file, database);
            if (metadata.isPresent() && !metadata.get().stageFingerprint().equals(stageFingerprint)) {
                throw new StageException(belongsToAnotherRun(file));
            }
            metadata.filter(found -> found.clipsFingerprint()
                            .equals(shardsByFile.get(file).clipsFingerprint()))
                    .ifPresent(found -> intact.put(file, found));
        }
        return intact;
    }

    private static Optional<TokenShardMetadata> readIfIntact(Path file, Connection database) {
        try {
            return Optional.of(TokenShardMetadata.read(file, database));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the files of a subset, in order.
     *
     * @throws IOException if one is missing, damaged or belongs to another run; the message names it and says what to
     *     do
     */
    List<Path> files(Split split, Connection database) throws IOException {
        List<Path> filesOfSplit = new ArrayList<>();
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()) {
                throw new IOException(belongsToAnotherRun(file));
            }
            if (name.group(1).equals(split.folder())) {
                checkIndex(file, Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)), filesOfSplit.size());
                if (!readMetadata(file, database).stageFingerprint().equals(stageFingerprint)) {
                    throw new IOException(belongsToAnotherRun(file));
                }
                filesOfSplit.add(file);
            }
        }
        if (!filesOfSplit.isEmpty()) {
            Matcher last = NAME.matcher(filesOfSplit.getLast().getFileName().toString());
            if (last.matches() && Integer.parseInt(last.group(3)) != filesOfSplit.size()) {
                throw new IOException(path() + " contains " + filesOfSplit.size() + " of "
                        + Integer.parseInt(last.group(3)) + " Parquet files with the tokens of the " + split.folder()
                        + " clips; run the tokens notebook again");
            }
        }
        return filesOfSplit;
    }

    private static TokenShardMetadata readMetadata(Path file, Connection database) throws IOException {
        try {
            return TokenShardMetadata.read(file, database);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; delete it and run the tokens notebook again", e);
        }
    }

    private void checkIndex(Path file, int index, int fileCount, int expectedIndex) throws IOException {
        if (index != expectedIndex || index >= fileCount) {
            throw new IOException("a Parquet file of tokens is missing before " + file
                    + ", or this file belongs to another run; run the tokens notebook again, or move this file away");
        }
    }

    private static String belongsToAnotherRun(Path file) {
        return file + " belongs to another run; move it away and run the tokens notebook again";
    }
}
