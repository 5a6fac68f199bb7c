package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.file.FileTree;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clips in tar files, such as agkphysics/AudioSet's {@code data/*.tar}, read in place. */
public final class TarShards implements AudioSource {
    private final TarIndex index;
    private final Map<Integer, FileChannel> channels = new HashMap<>();

    private TarShards(TarIndex index) {
        this.index = index;
    }

    /**
     * Opens tar files, or all tar files below folders.
     *
     * @param paths tar files and folders of them
     * @param kept file of the saved index
     * @throws StageException if there is no tar file, or one cannot be read
     */
    public static TarShards open(List<Path> paths, Path kept, Progress progress) {
        try {
            return new TarShards(TarIndex.open(shards(paths, ".tar"), kept, progress));
        } catch (IOException e) {
            throw new StageException("audioPath: the tar files cannot be read: " + e, e);
        }
    }

    /**
     * The files among {@code paths} and the files below its folders whose names end with {@code ending}, in sorted
     * order.
     */
    static List<Path> shards(List<Path> paths, String ending) throws IOException {
        List<Path> shards = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                FileTree.filesBelow(path).stream()
                        .filter(file -> file.getFileName().toString().endsWith(ending))
                        .forEach(shards::add);
            } else {
                shards.add(path);
            }
        }
        if (shards.isEmpty()) {
            throw new StageException("audioPath: there is no *" + ending + " file in " + paths);
        }
        return shards;
    }

    @Override
    public Optional<EncodedAudio> find(String id) throws IOException {
        TarIndex.Location location = index.locations().get(id);
        if (location == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(location.size());
        FileChannel channel = channel(location.shard());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, location.offset() + bytes.position()) < 0) {
                throw new IOException(
                        index.shards().get(location.shard()) + " has become shorter; run the stage again");
            }
        }
        return Optional.of(new EncodedAudio.OfBytes(describe(id), bytes.array()));
    }

    private synchronized FileChannel channel(int shard) throws IOException {
        FileChannel channel = channels.get(shard);
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(index.shards().get(shard), StandardOpenOption.READ);
            channels.put(shard, channel);
        }
        return channel;
    }

    @Override
    public Optional<Path> container(String id) {
        return Optional.ofNullable(index.locations().get(id))
                .map(location -> index.shards().get(location.shard()));
    }

    @Override
    public String describe(String id) {
        TarIndex.Location location = index.locations().get(id);
        return location == null
                ? index.shards().size() + " tar files, from " + index.shards().getFirst()
                : index.shards().get(location.shard()) + ": " + id;
    }

    @Override
    public List<String> inReadingOrder(List<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparing(
                        index.locations()::get,
                        Comparator.nullsFirst(Comparator.comparingInt(TarIndex.Location::shard)
                                .thenComparingLong(TarIndex.Location::offset))))
                .toList();
    }

    @Override
    public Optional<String> example() {
        return index.locations().keySet().stream().findFirst();
    }

    @Override
    public List<SourceProblem> problems() {
        return index.problems();
    }

    @Override
    public synchronized void close() throws IOException {
        for (FileChannel channel : channels.values()) {
            channel.close();
        }
        channels.clear();
    }
}
