package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Device arrays and staging buffers of one batch. Freed when the batch is closed. */
public final class UploadedArrays implements AutoCloseable {
    private final NDManager manager;
    private final StagingMemory staging;
    private final List<MemorySegment> borrowed;
    private final NDArray targets;

    UploadedArrays(NDManager manager, StagingMemory staging, List<MemorySegment> borrowed, NDArray targets) {
        this.manager = manager;
        this.staging = staging;
        this.borrowed = List.copyOf(borrowed);
        this.targets = targets;
    }

    /** Returns the targets, attached to {@code passManager}. */
    NDArray targets(NDManager passManager) {
        return UploadedLayouts.attach(targets, passManager);
    }

    @Override
    public void close() {
        if (manager.isOpen()) {
            manager.close();
            staging.release(borrowed);
        }
    }
}
