package audiotokens.pipeline.source;

import audiotokens.file.BoundedLines;
import audiotokens.file.CsvRow;
import audiotokens.file.WholeFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
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
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;

/**
 * Index of the clips in tar files: id, shard, offset and size, read from the headers and saved as CSV.
 *
 * @param shards the tar files, in order
 * @param places location of each clip, by id
 * @param faults entries without a usable clip
 */
record TarIndex(List<StoredFile> shards, Map<String, Place> places, List<SourceFault> faults) {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
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
    record Place(int shard, long offset, int size) {}

    /**
     * Reads the saved index if it belongs to these shards in their current state; otherwise builds and saves a new one.
     *
     * @param executor reads the headers
     * @throws StageException on a {@link RemoteWorker}, if the shards differ from those that the run has indexed
     */
    static TarIndex open(
            List<StoredFile> shards, Path kept, Configuration configuration, Executor executor, Progress progress)
            throws IOException {
        Optional<TarIndex> index = Files.exists(kept) ? read(kept, shards) : Optional.empty();
        if (index.isPresent()) {
            return index.get();
        }
        if (RemoteWorker.isCurrent()) {
            throw new StageException(
                    "audioPath: " + differing(shards, kept) + " has another size or date than when it was indexed");
        }
        TarIndex made = build(shards, configuration, executor, progress);
        made.write(kept);
        return made;
    }

    /** Reads the headers of all shards. */
    static TarIndex build(List<StoredFile> shards, Configuration configuration, Executor executor, Progress progress) {
        Map<String, Place> places = new LinkedHashMap<>();
        List<SourceFault> faults = new ArrayList<>();
        try (Progress.Task task = progress.begin("Indexing the tar files", shards.size(), "shards")) {
            int[] shard = {0};
            executor.forEach(shards, new TarIndexWork(configuration), task, outcome -> {
                if (outcome instanceof ItemOutcome.Done<StoredFile, TarEntries> done) {
                    add(shard[0], done.item(), done.result(), places, faults);
                }
                shard[0]++;
            });
        }
        return new TarIndex(shards, places, faults);
    }

    private static void add(
            int shard, StoredFile file, TarEntries entries, Map<String, Place> places, List<SourceFault> faults) {
        for (TarEntries.Entry entry : entries.all()) {
            String fault = entry.fault();
            if (fault.isEmpty()
                    && places.putIfAbsent(entry.name(), new Place(shard, entry.offset(), entry.size())) != null) {
                fault = "has the id of another clip";
            }
            if (!fault.isEmpty()) {
                faults.add(new SourceFault(entry.name(), file.location().toString(), fault));
            }
        }
    }

    /** Writes the index with a header line per shard, so that a changed shard is detected. */
    void write(Path file) throws IOException {
        WholeFile.write(file, out -> {
            for (StoredFile shard : shards) {
                out.write(line(SHARD, shard.location(), shard.bytes(), shard.modified()));
            }
            for (SourceFault fault : faults) {
                out.write(line(FAULT, fault.name(), fault.origin(), fault.reason()));
            }
            out.write((COLUMNS + "\n").getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Place> entry : places.entrySet()) {
                Place place = entry.getValue();
                out.write(line(entry.getKey(), shards.get(place.shard()).location(), place.offset(), place.size()));
            }
        });
    }

    private static byte[] line(Object... fields) {
        return (FORMAT.format(fields).replaceAll("[\\r\\n]", " ") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads an index; empty if it belongs to other shards or is incomplete. */
    static Optional<TarIndex> read(Path file, List<StoredFile> shards) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Place> places = new LinkedHashMap<>();
        List<SourceFault> faults = new ArrayList<>();
        try (BoundedLines lines = new BoundedLines(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                List<String> fields = CsvRow.parse(line);
                if (fields.getFirst().equals(SHARD)) {
                    int number = numbers.size();
                    if (number >= shards.size() || !describes(fields, shards.get(number))) {
                        return Optional.empty();
                    }
                    numbers.put(fields.get(1), number);
                } else if (fields.getFirst().equals(FAULT)) {
                    faults.add(new SourceFault(fields.get(1), fields.get(2), fields.get(3)));
                } else if (!line.equals(COLUMNS)) {
                    places.put(
                            fields.getFirst(),
                            new Place(
                                    numbers.get(fields.get(1)),
                                    Long.parseLong(fields.get(2)),
                                    Integer.parseInt(fields.get(3))));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            return Optional.empty();
        }
        return numbers.size() == shards.size() ? Optional.of(new TarIndex(shards, places, faults)) : Optional.empty();
    }

    /** The first shard that differs from a saved index. */
    private static String differing(List<StoredFile> shards, Path kept) throws IOException {
        if (!Files.exists(kept)) {
            return kept.toString();
        }
        int number = 0;
        try (BoundedLines lines = new BoundedLines(kept)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                List<String> fields = CsvRow.parse(line);
                if (!fields.getFirst().equals(SHARD)) {
                    break;
                }
                if (number >= shards.size() || !describes(fields, shards.get(number))) {
                    return fields.get(1);
                }
                number++;
            }
        }
        return number < shards.size() ? shards.get(number).location().toString() : kept.toString();
    }

    private static boolean describes(List<String> fields, StoredFile shard) {
        return fields.get(1).equals(shard.location().toString())
                && fields.get(2).equals(Long.toString(shard.bytes()))
                && fields.get(3).equals(Long.toString(shard.modified()));
    }
}
