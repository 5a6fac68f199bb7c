package audiotokens.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Memory outside the heap from which arrays are copied to a device. It is used again and again: a new direct buffer would
 * be cleared, and its pages mapped, for each batch.
 */
final class StagingMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final PageLock pageLock;
    private final List<MemorySegment> all = new ArrayList<>();
    private final List<MemorySegment> free = new ArrayList<>();

    /** @param pageLock locks the memory, so that a GPU reads it at full speed */
    StagingMemory(PageLock pageLock) {
        this.pageLock = pageLock;
    }

    /** Memory for at least {@code bytes} bytes, until it is given back. */
    synchronized MemorySegment take(long bytes) {
        MemorySegment segment = free.stream()
                .filter(each -> each.byteSize() >= bytes)
                .min(Comparator.comparingLong(MemorySegment::byteSize))
                .orElseGet(() -> allocate(bytes));
        free.remove(segment);
        return segment;
    }

    private MemorySegment allocate(long bytes) {
        long roundedUp = Math.max(4096, Long.highestOneBit(2 * bytes - 1));
        MemorySegment segment = arena.allocate(roundedUp, 4096);
        pageLock.lock(segment);
        all.add(segment);
        return segment;
    }

    /** Takes back what {@link #take} gave, once nothing reads it any longer. */
    synchronized void giveBack(List<MemorySegment> segments) {
        free.addAll(segments);
    }

    /** Number of segments ever allocated. */
    synchronized int count() {
        return all.size();
    }

    @Override
    public synchronized void close() {
        all.forEach(pageLock::unlock);
        arena.close();
    }
}
