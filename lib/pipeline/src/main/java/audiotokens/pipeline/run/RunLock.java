package audiotokens.pipeline.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prevents two runs from using a folder at the same time.
 *
 * <p>It is an operating system lock, so it is released when the process ends for any reason.
 */
public final class RunLock implements AutoCloseable {
    /** Held by a stage while it runs. */
    public static final String STAGE = ".stage.lock";

    /** Held by {@code ./run} from the first to the last notebook. */
    static final String RUN = ".run.lock";

    /**
     * The locks held by this process. The operating system drops a process's locks on a file when any of its channels
     * to that file is closed, so a locked file must not be opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Acquires the lock of a folder.
     *
     * @throws StageException if another run holds it
     */
    public static RunLock acquire(RunFolder folder, String name) throws IOException {
        Files.createDirectories(folder.path());
        Path file = folder.path().toRealPath().resolve(name);
        if (!HELD.add(file)) {
            throw inUse(folder, "");
        }
        try {
            return lock(folder, file);
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static RunLock lock(RunFolder folder, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String process = Files.readString(file).strip();
                throw inUse(folder, process.isEmpty() ? "" : " (process " + process + ")");
            }
            byte[] process = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(process));
            return new RunLock(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static StageException inUse(RunFolder folder, String processText) {
        return new StageException("another run is using " + folder.path() + processText
                + "; wait until it ends, or set outputPath to another folder");
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
            HELD.remove(file);
        } catch (IOException e) {
            throw new StageException("the lock of the run's folder cannot be released: " + e.getMessage(), e);
        }
    }
}
