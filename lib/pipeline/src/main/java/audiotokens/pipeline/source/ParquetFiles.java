package audiotokens.pipeline.source;

import audiotokens.file.FileTree;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parquet files, with the folder and the unique name used to resolve the paths and ids in their rows.
 *
 * @param shards the files, in order
 * @param roots for each file, the folder that the paths in its rows must stay in
 * @param names unique name of each file, for the ids of its rows
 */
record ParquetFiles(List<Path> shards, List<Path> roots, List<String> names) {
    /** Shard names of Hugging Face Datasets: {@code train-00000-of-00002.parquet}. */
    private static final Pattern SPLIT_PREFIX = Pattern.compile("([A-Za-z]+)([-_.].*)?");

    private static final String EXTENSION = ".parquet";

    ParquetFiles {
        shards = List.copyOf(shards);
        roots = List.copyOf(roots);
        names = List.copyOf(names);
    }

    /**
     * Finds the Parquet files in {@code paths}.
     *
     * @throws StageException if there are none
     */
    static ParquetFiles find(List<Path> paths) throws IOException {
        List<Path> shards = new ArrayList<>();
        List<Path> roots = new ArrayList<>();
        List<ClipNames> names = new ArrayList<>();
        for (Path shard : shards(paths)) {
            Path root = paths.stream()
                    .filter(path -> Files.isDirectory(path) && shard.startsWith(path))
                    .findFirst()
                    .orElse(folder(shard));
            shards.add(shard);
            roots.add(root);
            String path = shard.startsWith(root)
                    ? root.relativize(shard).toString()
                    : shard.getFileName().toString();
            names.add(ClipNames.fromFileName(path, shard.toAbsolutePath().toString()));
        }
        return new ParquetFiles(shards, roots, ClipNames.assignUnique(names));
    }

    /** Lists the Parquet files: files as given, folders searched recursively, sorted within each folder. */
    private static List<Path> shards(List<Path> paths) throws IOException {
        List<Path> shards = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                FileTree.filesBelow(path).stream()
                        .filter(file -> file.getFileName().toString().endsWith(EXTENSION))
                        .forEach(shards::add);
            } else {
                shards.add(path);
            }
        }
        if (shards.isEmpty()) {
            throw new StageException("audioPath: there is no *" + EXTENSION + " file in " + paths);
        }
        return shards;
    }

    /** Returns the candidates for the id of a row; {@code id} and {@code path} may be empty. */
    ClipNames idCandidates(int shard, long row, String id, String path) {
        String suffix = names.get(shard) + "-" + row;
        String name = id.isEmpty() ? ClipId.fromPath(ClipId.fileName(path)) : id;
        List<String> ids = new ArrayList<>();
        if (!name.isEmpty()) {
            ids.add(name);
            if (!path.isEmpty()) {
                ids.add(id.isEmpty() ? ClipId.fromPath(path) : id + "_" + ClipId.fromPath(path));
                ids.add(id.isEmpty() ? ClipId.fromName(path) : id + "_" + ClipId.fromName(path));
            }
            ids.add(name + "-" + suffix);
        }
        ids.add(suffix);
        return new ClipNames(ids, shards.get(shard) + " " + row);
    }

    /** Finds the file named by a row's path, next to the shard or below its root, never elsewhere. */
    Optional<Path> find(int shard, String path) {
        if (path.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Path root = roots.get(shard).toAbsolutePath().normalize();
        try {
            for (Path folder : List.of(folder(shards.get(shard)), root)) {
                Path file = folder.resolve(path).normalize();
                if (file.startsWith(root) && Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Returns the split (train, test, ...) that the shard's file or folder name indicates; empty if unknown. */
    String split(int shard) {
        Path file = shards.get(shard).toAbsolutePath();
        Matcher name = SPLIT_PREFIX.matcher(file.getFileName().toString());
        if (name.matches() && SplitName.isSplitName(name.group(1))) {
            return name.group(1);
        }
        Path folder = folder(file).getFileName();
        return folder != null && SplitName.isSplitName(folder.toString()) ? folder.toString() : "";
    }

    private static Path folder(Path shard) {
        return Objects.requireNonNull(shard.toAbsolutePath().getParent(), "the shard path has no parent folder");
    }
}
