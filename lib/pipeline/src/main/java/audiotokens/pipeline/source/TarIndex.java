package audiotokens.pipeline.source;

import audiotokens.file.AtomicFile;
import audiotokens.file.BoundedLines;
import audiotokens.file.CsvRow;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RemoteWorker;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.storage.StoredFile;
import audiotokens.work.Progress;
import java.io.IOException;
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
import org.apache.commons.csv.CSVFormat;

/**
 * Index of the clips in tar files: id, shard, offset and size, read from the headers and saved as CSV.
 *
 * @param shards the tar files, in order
 * @param clips location of each clip, by id
 * @param problems entries without a usable clip
 */
record TarIndex(List<StoredFile> shards, Map<String, ClipLocation> clips, List<SourceProblem> problems) {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
    private static final String COLUMNS = "id,shard,offset,size";
    private static final String SHARD = "# shard";
    private static final String PROBLEM = "# fault";

    /**
     * The location of a clip.
     *
     * @param shard index of the shard, from 0
     * @param offset byte offset in the shard
     * @param size size in bytes
     */
    record ClipLocation(int shard, long offset, int size) {}

    /**
     * Reads the saved index if it belongs to these shards in their current state; otherwise builds and saves a new one.
     *
     * @param executor reads the headers
     * @throws StageException on a {@link RemoteWorker}, if the shards differ from those that the run has indexed
     */
    static TarIndex open(
            List<StoredFile> shards, Path indexFile, Configuration configuration, Executor executor, Progress progress)
            throws IOException {
        Optional<TarIndex> index = Files.exists(indexFile) ? read(indexFile, shards) : Optional.empty();
        if (index.isPresent()) {
            return index.get();
        }
        if (RemoteWorker.isCurrent()) {
            throw new StageException("audioPath: " + firstChangedShard(shards, indexFile)
                    + " has a different size or date than when it was indexed");
        }
        TarIndex built = new TarIndexBuilder(shards, configuration, executor).build(progress);
        built.write(indexFile);
        return built;
    }

    /** Writes the index with a header line per shard, so that a changed shard is detected. */
    void write(Path file) throws IOException {
        AtomicFile.write(file, out -> {
            for (StoredFile shard : shards) {
                out.write(line(SHARD, shard.location(), shard.sizeBytes(), shard.modifiedMillis()));
            }
            for (SourceProblem problem : problems) {
                out.write(line(PROBLEM, problem.name(), problem.origin(), problem.reason()));
            }
            out.write((COLUMNS + "\n").getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, ClipLocation> entry : clips.entrySet()) {
                ClipLocation clip = entry.getValue();
                out.write(line(entry.getKey(), shards.get(clip.shard()).location(), clip.offset(), clip.size()));
            }
        });
    }

    private static byte[] line(Object... fields) {
        return (FORMAT.format(fields).replaceAll("[\\r\\n]", " ") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads an index; empty if it belongs to other shards or is incomplete. */
    static Optional<TarIndex> read(Path file, List<StoredFile> shards) throws IOException {
        Map<String, Integer> shardIndices = new HashMap<>();
        Map<String, ClipLocation> clips = new LinkedHashMap<>();
        List<SourceProblem> problems = new ArrayList<>();
        try (BoundedLines lines = new BoundedLines(file)) {
            for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
                String line = next.get();
                List<String> fields = CsvRow.parse(line);
                if (fields.getFirst().equals(SHARD)) {
                    int shardIndex = shardIndices.size();
                    if (shardIndex >= shards.size() || !matches(fields, shards.get(shardIndex))) {
                        return Optional.empty();
                    }
                    shardIndices.put(fields.get(1), shardIndex);
                } else if (fields.getFirst().equals(PROBLEM)) {
                    problems.add(new SourceProblem(fields.get(1), fields.get(2), fields.get(3)));
                } else if (!line.equals(COLUMNS)) {
                    clips.put(
                            fields.getFirst(),
                            new ClipLocation(
                                    Objects.requireNonNull(shardIndices.get(fields.get(1))),
                                    Long.parseLong(fields.get(2)),
                                    Integer.parseInt(fields.get(3))));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            return Optional.empty();
        }
        return shardIndices.size() == shards.size()
                ? Optional.of(new TarIndex(shards, clips, problems))
                : Optional.empty();
    }

    /** Returns the first shard that differs from a saved index. */
    private static String firstChangedShard(List<StoredFile> shards, Path indexFile) throws IOException {
        if (!Files.exists(indexFile)) {
            return indexFile.toString();
        }
        int shardIndex = 0;
        try (BoundedLines lines = new BoundedLines(indexFile)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                List<String> fields = CsvRow.parse(line.get());
                if (!fields.getFirst().equals(SHARD)) {
                    break;
                }
                if (shardIndex >= shards.size() || !matches(fields, shards.get(shardIndex))) {
                    return fields.get(1);
                }
                shardIndex++;
            }
        }
        return shardIndex < shards.size() ? shards.get(shardIndex).location().toString() : indexFile.toString();
    }

    private static boolean matches(List<String> fields, StoredFile shard) {
        return fields.get(1).equals(shard.location().toString())
                && fields.get(2).equals(Long.toString(shard.sizeBytes()))
                && fields.get(3).equals(Long.toString(shard.modifiedMillis()));
    }
}
