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
 * @param stage fingerprint of the stage that writes them
 */
record TokenShardFolder(RunFolder run, String stage) {
    private static final Pattern NAME = Pattern.compile("(train|validation)-(\\d{5})-of-(\\d{5})\\.parquet");

    Path path() {
        return TokenShard.folder(run);
    }

    /** All Parquet files, sorted by name. */
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
     * The intact files with the clips of {@code shards}; the others are rewritten.
     *
     * @throws StageException if a file belongs to another run; the message names it
     */
    Map<Path, TokenShardFile> kept(List<TokenShard> shards, Connection database) throws IOException {
        Map<Path, TokenShard> own = new HashMap<>();
        shards.forEach(shard -> own.put(shard.file(run), shard));
        Map<Path, TokenShardFile> kept = new HashMap<>();
        for (Path file : files()) {
            if (!own.containsKey(file)) {
                throw new StageException(ofAnotherRun(file));
            }
            Optional<TokenShardFile> description = read(file, database);
            if (description.isPresent() && !description.get().stage().equals(stage)) {
                throw new StageException(ofAnotherRun(file));
            }
            description
                    .filter(found -> found.clips().equals(own.get(file).clips()))
                    .ifPresent(found -> kept.put(file, found));
        }
        return kept;
    }

    private static Optional<TokenShardFile> read(Path file, Connection database) {
        try {
            return Optional.of(TokenShardFile.read(file, database));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The files of a subset, in order.
     *
     * @throws IOException if one is missing, damaged or belongs to another run; the message names it and says what to
     *     do
     */
    List<Path> files(Split split, Connection database) throws IOException {
        List<Path> ofSplit = new ArrayList<>();
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()) {
                throw new IOException(ofAnotherRun(file));
            }
            if (name.group(1).equals(split.folder())) {
                checkNumber(file, Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)), ofSplit.size());
                if (!describe(file, database).stage().equals(stage)) {
                    throw new IOException(ofAnotherRun(file));
                }
                ofSplit.add(file);
            }
        }
        if (!ofSplit.isEmpty()) {
            Matcher last = NAME.matcher(ofSplit.getLast().getFileName().toString());
            if (last.matches() && Integer.parseInt(last.group(3)) != ofSplit.size()) {
                throw new IOException("of " + Integer.parseInt(last.group(3)) + " Parquet files with the tokens of the "
                        + split.folder() + " clips, " + path() + " contains " + ofSplit.size()
                        + "; run the notebook 'tokens' again");
            }
        }
        return ofSplit;
    }

    private static TokenShardFile describe(Path file, Connection database) throws IOException {
        try {
            return TokenShardFile.read(file, database);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; delete it and run the notebook 'tokens' again", e);
        }
    }

    private void checkNumber(Path file, int number, int count, int expected) throws IOException {
        if (number != expected || number >= count) {
            throw new IOException("a Parquet file of tokens is missing before " + file
                    + ", or that one belongs to another run; move it away, or run the notebook 'tokens' again");
        }
    }

    private static String ofAnotherRun(Path file) {
        return file + " belongs to another run; move it away and run the notebook 'tokens' again";
    }
}
