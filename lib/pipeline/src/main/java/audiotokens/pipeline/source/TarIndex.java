package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.file.AtomicFile;
import audiotokens.file.BoundedLines;
import audiotokens.file.CsvRow;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.csv.CSVFormat;

/**
 * Index of the clips in tar files: id, shard, offset and size, collected in one pass over the headers and saved as CSV.
 *
 * @param shards the tar files, in order
 * @param locations location of each clip, by id
 * @param problems entries without a usable clip
 */
record TarIndex(List<Path> shards, Map<String, Location> locations, List<SourceProblem> problems) {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
    private static final Pattern ARCHIVE = Pattern.compile("\\.(tar|tgz|gz|bz2|xz|zip)$");
    private static final String COLUMNS = "id,shard,offset,size";
    private static final String SHARD = "# shard";
    private static final String FAULT = "# fault";

    /**
     * The location of a clip.
     *
     * @param shard index of the shard, from 0
     * @param offset byte offset in the shard
     * @param size size in bytes
     */
    record Location(int shard, long offset, int size) {}

    /**
     * Reads the saved index if it belongs to these shards in their current state; otherwise builds and saves a new one.
     */
    static TarIndex open(List<Path> shards, Path indexFile, Progress progress) throws IOException {
        Optional<TarIndex> index = Files.exists(indexFile) ? read(indexFile, shards) : Optional.empty();
        if (index.isPresent()) {
            return index.get();
        }
        TarIndex made = build(shards, progress);
        made.write(indexFile);
        return made;
    }

    /** Scans the headers of all shards. */
    static TarIndex build(List<Path> shards, Progress progress) throws IOException {
        Map<String, Location> locations = new LinkedHashMap<>();
        Set<String> repeated = new TreeSet<>();
        List<SourceProblem> problems = new ArrayList<>();
        try (Progress.Task task = progress.begin("Indexing the tar files", shards.size(), "shards")) {
            for (int shard = 0; shard < shards.size(); shard++) {
                walk(
                        shard,
                        shards.get(shard),
                        (name, location) -> {
                            if (locations.putIfAbsent(id(name), location) != null) {
                                repeated.add(id(name));
                            }
                        },
                        problems);
                task.advance(1);
            }
        }
        if (!repeated.isEmpty()) {
            problems.add(addPaths(shards, repeated, locations));
        }
        return new TarIndex(shards, locations, problems);
    }

    /**
     * Adds an id with folders for each clip whose file name is not unique. In the second pass, since few tar files have
     * such clips and the paths of millions would take much memory.
     *
     * @return what to tell the user
     */
    private static SourceProblem addPaths(List<Path> shards, Set<String> repeated, Map<String, Location> locations)
            throws IOException {
        List<ClipNames> names = new ArrayList<>();
        List<Location> found = new ArrayList<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            Path file = shards.get(shard);
            walk(
                    shard,
                    file,
                    (name, location) -> {
                        if (repeated.contains(id(name))) {
                            names.add(ClipNames.ofPath(
                                    name.replaceFirst("^(\\./)+", ""), file + " " + location.offset()));
                            found.add(location);
                        }
                    },
                    new ArrayList<>());
        }
        List<String> ids = ClipNames.unique(names);
        for (int i = 0; i < ids.size(); i++) {
            locations.putIfAbsent(ids.get(i), found.get(i));
        }
        String first = repeated.iterator().next();
        return new SourceProblem(
                first,
                shards.get(found.getFirst().shard()).toString(),
                found.size()
                        + " clips have file names that are not unique; a segment list names each by its path, such as "
                        + ids.getLast() + ", and only the first by the file name alone");
    }

    private static void walk(int shard, Path file, BiConsumer<String, Location> clips, List<SourceProblem> problems)
            throws IOException {
        long length = Files.size(file);
        try (InputStream in = Files.newInputStream(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                long offset = tar.getBytesRead();
                String name = entry.getName();
                if (entry.isDirectory() || isOther(entry, name)) {
                    continue;
                }
                if (!holdsBytes(entry)) {
                    problems.add(
                            new SourceProblem(name, file.toString(), "is a link or another entry without content"));
                } else if (ARCHIVE.matcher(name).find()) {
                    problems.add(new SourceProblem(name, file.toString(), "is a nested archive"));
                } else if (offset + entry.getSize() > length) {
                    problems.add(new SourceProblem(id(name), file.toString(), "is truncated with its shard"));
                } else if (entry.getSize() > EncodedAudio.MAX_BYTES) {
                    problems.add(new SourceProblem(
                            id(name), file.toString(), "has " + entry.getSize() + " bytes, too many for a clip"));
                } else if (ClipId.problem(id(name)).isPresent()) {
                    problems.add(new SourceProblem(
                            name, file.toString(), ClipId.problem(id(name)).get()));
                } else {
                    clips.accept(name, new Location(shard, offset, (int) entry.getSize()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.add(new SourceProblem(
                    file.getFileName().toString(), file.toString(), "is not a complete tar file: " + e.getMessage()));
        }
    }

    /** Whether an entry is a regular file that is neither audio nor an archive. */
    private static boolean isOther(TarArchiveEntry entry, String name) {
        return holdsBytes(entry) && !ARCHIVE.matcher(name).find() && !AudioFile.isNamedAsAudio(name);
    }

    /** Whether an entry is a regular file; links and sparse files have no contiguous bytes. */
    static boolean holdsBytes(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSparse() && !entry.isLink() && !entry.isSymbolicLink();
    }

    private static String id(String name) {
        return ClipId.ofPath(name.substring(name.lastIndexOf('/') + 1));
    }

    /** Writes the index with a header line per shard, so that a changed shard is detected. */
    void write(Path file) throws IOException {
        AtomicFile.write(file, out -> {
            for (Path shard : shards) {
                out.write(line(
                        SHARD,
                        shard,
                        Files.size(shard),
                        Files.getLastModifiedTime(shard).toMillis()));
            }
            for (SourceProblem problem : problems) {
                out.write(line(FAULT, problem.name(), problem.origin(), problem.reason()));
            }
            out.write((COLUMNS + "\n").getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Location> entry : locations.entrySet()) {
                Location location = entry.getValue();
                out.write(line(entry.getKey(), shards.get(location.shard()), location.offset(), location.size()));
            }
        });
    }

    private static byte[] line(Object... fields) {
        return (FORMAT.format(fields).replaceAll("[\\r\\n]", " ") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads an index; empty if it belongs to other shards or is incomplete. */
    static Optional<TarIndex> read(Path file, List<Path> shards) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Location> locations = new LinkedHashMap<>();
        List<SourceProblem> problems = new ArrayList<>();
        try (BoundedLines lines = new BoundedLines(file)) {
            for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
                String line = next.get();
                List<String> fields = CsvRow.parse(line);
                if (fields.getFirst().equals(SHARD)) {
                    int number = numbers.size();
                    if (number >= shards.size() || !describes(fields, shards.get(number))) {
                        return Optional.empty();
                    }
                    numbers.put(fields.get(1), number);
                } else if (fields.getFirst().equals(FAULT)) {
                    problems.add(new SourceProblem(fields.get(1), fields.get(2), fields.get(3)));
                } else if (!line.equals(COLUMNS)) {
                    locations.put(
                            fields.getFirst(),
                            new Location(
                                    Objects.requireNonNull(numbers.get(fields.get(1))),
                                    Long.parseLong(fields.get(2)),
                                    Integer.parseInt(fields.get(3))));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            return Optional.empty();
        }
        return numbers.size() == shards.size()
                ? Optional.of(new TarIndex(shards, locations, problems))
                : Optional.empty();
    }

    private static boolean describes(List<String> fields, Path shard) throws IOException {
        return fields.get(1).equals(shard.toString())
                && fields.get(2).equals(Long.toString(Files.size(shard)))
                && fields.get(3)
                        .equals(Long.toString(Files.getLastModifiedTime(shard).toMillis()));
    }
}
