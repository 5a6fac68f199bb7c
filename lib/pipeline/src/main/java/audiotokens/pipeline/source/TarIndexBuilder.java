package audiotokens.pipeline.source;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.storage.StoredFile;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Builds the index of tar files from their headers, which an executor reads. The index does not depend on the executor.
 */
final class TarIndexBuilder {
    private final List<StoredFile> shards;
    private final TarIndexWork work;
    private final Executor executor;
    private final Map<String, TarIndex.ClipLocation> clips = new LinkedHashMap<>();
    private final List<SourceProblem> problems = new ArrayList<>();
    /** Ids that several clips have. */
    private final SortedSet<String> duplicateIds = new TreeSet<>();
    /** Indices of the shards that contain clips with these ids. */
    private final SortedSet<Integer> shardsWithDuplicates = new TreeSet<>();

    /** @param configuration settings of the storage */
    TarIndexBuilder(List<StoredFile> shards, Configuration configuration, Executor executor) {
        this.shards = List.copyOf(shards);
        this.work = new TarIndexWork(configuration);
        this.executor = executor;
    }

    TarIndex build(Progress progress) {
        try (Progress.Task task = progress.begin("Indexing the tar files", shards.size(), "shards")) {
            read(IntStream.range(0, shards.size()).boxed().toList(), task, this::add);
        }
        if (!duplicateIds.isEmpty()) {
            addPaths(progress);
        }
        return new TarIndex(shards, clips, problems);
    }

    private void read(
            Iterable<Integer> shardIndices, Progress.Task task, BiConsumer<Integer, TarEntries.Entry> entryConsumer) {
        List<StoredFile> files = new ArrayList<>();
        shardIndices.forEach(shardIndex -> files.add(shards.get(shardIndex)));
        Iterator<Integer> nextIndex = shardIndices.iterator();
        executor.forEach(files, work, task, outcome -> {
            int shard = nextIndex.next();
            switch (outcome) {
                case ItemOutcome.Done<StoredFile, TarEntries> done ->
                    done.result().entries().forEach(entry -> entryConsumer.accept(shard, entry));
                case ItemOutcome.Failed<StoredFile, TarEntries> failed ->
                    problems.add(
                            new SourceProblem(failed.item().location().fileName(), failed.source(), failed.reason()));
            }
        });
    }

    private void add(int shard, TarEntries.Entry entry) {
        if (!entry.problem().isEmpty()) {
            problems.add(new SourceProblem(entry.name(), origin(shard), entry.problem()));
            return;
        }
        TarIndex.ClipLocation earlierClip = clips.putIfAbsent(entry.id(), entry.location(shard));
        if (earlierClip != null) {
            duplicateIds.add(entry.id());
            shardsWithDuplicates.add(earlierClip.shard());
            shardsWithDuplicates.add(shard);
        }
    }

    private String origin(int shard) {
        return shards.get(shard).location().toString();
    }

    /**
     * Adds an id with folders for each clip whose file name is not unique. This is a second pass, which few tar files
     * need; keeping the paths of millions of clips would take a lot of memory.
     */
    private void addPaths(Progress progress) {
        List<ClipNames> names = new ArrayList<>();
        List<TarIndex.ClipLocation> locations = new ArrayList<>();
        try (Progress.Task task = progress.begin(
                "Reading the paths of clips with equal file names", shardsWithDuplicates.size(), "shards")) {
            read(shardsWithDuplicates, task, (shard, entry) -> {
                if (entry.problem().isEmpty() && duplicateIds.contains(entry.id())) {
                    String path = entry.name().replaceFirst("^(\\./)+", "");
                    names.add(ClipNames.fromPath(path, origin(shard) + " " + entry.offset()));
                    locations.add(entry.location(shard));
                }
            });
        }
        List<String> ids = ClipNames.assignUnique(names);
        for (int i = 0; i < ids.size(); i++) {
            clips.putIfAbsent(ids.get(i), locations.get(i));
        }
        problems.add(new SourceProblem(
                duplicateIds.first(),
                origin(locations.getFirst().shard()),
                locations.size()
                        + " clips have file names that are not unique; a segment list must name each by its path,"
                        + " such as " + ids.getLast() + "; the file name alone refers to the first"));
    }
}
