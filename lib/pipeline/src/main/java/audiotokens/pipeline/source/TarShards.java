package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.file.FileErrors;
import audiotokens.file.Location;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.storage.PositionedReader;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StorageProvider;
import audiotokens.pipeline.storage.StoredFile;
import audiotokens.work.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clips in tar files, such as agkphysics/AudioSet's {@code data/*.tar}, read in place. */
public final class TarShards implements AudioSource {
    private static final String EXTENSION = ".tar";

    private final TarIndex index;
    private final Storage storage;
    private final Map<Integer, PositionedReader> readers = new HashMap<>();

    private TarShards(TarIndex index, Storage storage) {
        this.index = index;
        this.storage = storage;
    }

    /**
     * Opens the tar files that the configuration names.
     *
     * @param executor reads the headers if the index is missing or outdated
     * @throws StageException if there is no tar file, or one cannot be read
     */
    static TarShards open(Configuration configuration, Executor executor, Progress progress) {
        Storage storage = StorageProvider.of(configuration);
        try {
            try {
                Path indexFile = RunFolder.of(configuration).audioIndex();
                List<StoredFile> shards = shards(configuration.dataset().audioPath(), storage);
                return new TarShards(TarIndex.open(shards, indexFile, configuration, executor, progress), storage);
            } catch (IOException | RuntimeException e) {
                storage.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StageException("audioPath: the tar files cannot be read: " + FileErrors.describe(e), e);
        }
    }

    /**
     * Finds the tar files in {@code locations}. A file is taken whatever its extension is; a folder is searched
     * recursively, and its tar files are sorted.
     */
    static List<StoredFile> shards(List<Location> locations, Storage storage) throws IOException {
        List<StoredFile> shards = new ArrayList<>();
        for (Location location : locations) {
            List<StoredFile> files = storage.filesBelow(location);
            boolean isFile = files.size() == 1 && files.getFirst().location().equals(location);
            files.stream()
                    .filter(file -> isFile || file.location().fileName().endsWith(EXTENSION))
                    .forEach(shards::add);
        }
        if (shards.isEmpty()) {
            throw new StageException("audioPath: there is no *" + EXTENSION + " file in " + locations);
        }
        return shards;
    }

    @Override
    public Optional<EncodedAudio> find(String id) throws IOException {
        TarIndex.ClipLocation clip = index.clips().get(id);
        if (clip == null) {
            return Optional.empty();
        }
        byte[] bytes = new byte[clip.size()];
        try {
            reader(clip.shard()).readFully(clip.offset(), bytes);
        } catch (EOFException e) {
            throw new IOException(shard(clip) + " is shorter than when it was indexed; run the stage again", e);
        }
        return Optional.of(new EncodedAudio.InMemory(describe(id), bytes));
    }

    private synchronized PositionedReader reader(int shard) throws IOException {
        PositionedReader reader = readers.get(shard);
        if (reader == null || !reader.isOpen()) {
            reader = storage.open(index.shards().get(shard).location());
            readers.put(shard, reader);
        }
        return reader;
    }

    private Location shard(TarIndex.ClipLocation clip) {
        return index.shards().get(clip.shard()).location();
    }

    @Override
    public Optional<String> container(String id) {
        return Optional.ofNullable(index.clips().get(id))
                .map(clip -> shard(clip).toString());
    }

    @Override
    public String describe(String id) {
        TarIndex.ClipLocation clip = index.clips().get(id);
        return clip == null
                ? index.shards().size() + " tar files, the first of which is "
                        + index.shards().getFirst().location()
                : shard(clip) + ": " + id;
    }

    @Override
    public List<String> sortForReading(List<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparing(
                        index.clips()::get,
                        Comparator.nullsFirst(Comparator.comparingInt(TarIndex.ClipLocation::shard)
                                .thenComparingLong(TarIndex.ClipLocation::offset))))
                .toList();
    }

    @Override
    public Optional<String> example() {
        return index.clips().keySet().stream().findFirst();
    }

    @Override
    public List<SourceProblem> problems() {
        return index.problems();
    }

    @Override
    public synchronized void close() throws IOException {
        for (PositionedReader reader : readers.values()) {
            reader.close();
        }
        readers.clear();
        storage.close();
    }
}
