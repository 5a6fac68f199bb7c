package audiotokens.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Off-heap buffers from which arrays are copied to a device. Buffers are reused: a new direct buffer per batch would
 * have to be zeroed and its pages mapped.
 */
final class StagingMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final PageLock pageLock;
    private final List<MemorySegment> allocated = new ArrayList<>();
    private final List<MemorySegment> free = new ArrayList<>();

    /** @param pageLock pins the buffers, so that a GPU reads them at full speed */
    StagingMemory(PageLock pageLock) {
        this.pageLock = pageLock;
    }

    /** Borrows a buffer of at least {@code bytes} bytes. */
    synchronized MemorySegment borrow(long bytes) {
        MemorySegment segment = free.stream()
                .filter(buffer -> buffer.byteSize() >= bytes)
                .min(Comparator.comparingLong(MemorySegment::byteSize))
                .orElseGet(() -> allocate(bytes));
        free.remove(segment);
        return segment;
    }

    private MemorySegment allocate(long bytes) {
        long roundedUp = Math.max(4096, Long.highestOneBit(2 * bytes - 1));
        MemorySegment segment = arena.allocate(roundedUp, 4096);
        pageLock.lock(segment);
        allocated.add(segment);
        return segment;
    }

    /** Makes buffers from {@link #borrow} available again. Nothing may still be reading them. */
    synchronized void release(List<MemorySegment> segments) {
        free.addAll(segments);
    }

    /** Returns the number of buffers allocated so far. */
    synchronized int bufferCount() {
        return allocated.size();
    }

    @Override
    public synchronized void close() {
        allocated.forEach(pageLock::unlock);
        arena.close();
    }
}
