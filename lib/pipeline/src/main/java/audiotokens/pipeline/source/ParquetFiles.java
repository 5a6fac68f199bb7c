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
 * Parquet files and what their locations imply for their rows.
 *
 * @param shards the files, in order
 * @param roots for each file, the folder that the paths in its rows may not leave
 * @param names unique name of each file, for the ids of its rows
 */
record ParquetFiles(List<Path> shards, List<Path> roots, List<String> names) {
    /** Shard names of Hugging Face Datasets: {@code train-00000-of-00002.parquet}. */
    private static final Pattern SPLIT_FIRST = Pattern.compile("([A-Za-z]+)([-_.].*)?");

    private static final String ENDING = ".parquet";

    ParquetFiles {
        shards = List.copyOf(shards);
        roots = List.copyOf(roots);
        names = List.copyOf(names);
    }

    /** @throws StageException if there is no Parquet file */
    static ParquetFiles below(List<Path> paths) throws IOException {
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
            names.add(ClipNames.ofLastName(path, shard.toAbsolutePath().toString()));
        }
        return new ParquetFiles(shards, roots, ClipNames.unique(names));
    }

    /** The Parquet files among and below {@code paths}, in sorted order per path. */
    private static List<Path> shards(List<Path> paths) throws IOException {
        List<Path> shards = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                FileTree.filesBelow(path).stream()
                        .filter(file -> file.getFileName().toString().endsWith(ENDING))
                        .forEach(shards::add);
            } else {
                shards.add(path);
            }
        }
        if (shards.isEmpty()) {
            throw new StageException("audioPath: there is no *" + ENDING + " file in " + paths);
        }
        return shards;
    }

    /** Candidates for the id of a row; either string may be empty. */
    ClipNames names(int shard, long row, String id, String path) {
        String suffix = names.get(shard) + "-" + row;
        String name = id.isEmpty() ? ClipId.ofPath(ClipId.lastName(path)) : id;
        List<String> ids = new ArrayList<>();
        if (!name.isEmpty()) {
            ids.add(name);
            if (!path.isEmpty()) {
                ids.add(id.isEmpty() ? ClipId.ofPath(path) : id + "_" + ClipId.ofPath(path));
                ids.add(id.isEmpty() ? ClipId.ofName(path) : id + "_" + ClipId.ofName(path));
            }
            ids.add(name + "-" + suffix);
        }
        ids.add(suffix);
        return new ClipNames(ids, shards.get(shard) + " " + row);
    }

    /** The file named by a row's path, next to the shard or below its root, never elsewhere. */
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

    /** The part of the data set according to the shard's name or folder; empty if unknown. */
    String split(int shard) {
        Path file = shards.get(shard).toAbsolutePath();
        Matcher name = SPLIT_FIRST.matcher(file.getFileName().toString());
        if (name.matches() && SplitName.isSplitName(name.group(1))) {
            return name.group(1);
        }
        Path folder = folder(file).getFileName();
        return folder != null && SplitName.isSplitName(folder.toString()) ? folder.toString() : "";
    }

    private static Path folder(Path shard) {
        return Objects.requireNonNull(shard.toAbsolutePath().getParent(), "a root folder is not a shard");
    }
}
