package audiotokens.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Uploads batches to a device ahead of their steps, on the caller's thread, in the layouts that the model read in
 * earlier steps. A layout requested for the first time is created during the step.
 *
 * <p>Owns the uploaded arrays until the batch is closed.
 */
public final class BatchUpload implements AutoCloseable {
    private final NDManager manager;
    private final StagingMemory staging;
    private final Set<Batch.Layout> requested = ConcurrentHashMap.newKeySet();

    public BatchUpload(Device device) {
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.staging = new StagingMemory(PageLock.of(device));
    }

    /**
     * Uploads the batches of a series of steps in order, two batches ahead of the consumer. An upload waits for the
     * steps queued before it, so with only one batch ahead the next step could not be queued while the device computes.
     */
    public Prefetcher<Integer, LabeledBatch> prefetch(List<Integer> steps, IntFunction<LabeledBatch> batches) {
        return new Prefetcher<>(steps, step -> upload(batches.apply(step)), 2);
    }

    /** Returns the same batch with its arrays on the device. Close it after its step. */
    public synchronized LabeledBatch upload(LabeledBatch batch) {
        NDManager batchManager = manager.newSubManager();
        StagingArrayMaker maker = new StagingArrayMaker(batchManager, staging, new ArrayList<>());
        Batch inputs = batch.batch().withUploads(part -> layouts(part, maker));
        NDArray targets = maker.create(flatten(batch.targets()), new Shape(batch.targets().length, nLabels(batch)));
        UploadedArrays arrays = new UploadedArrays(batchManager, staging, maker.borrowed(), targets);
        return new LabeledBatch(batch.ids(), inputs, batch.targets(), Optional.of(arrays));
    }

    private UploadedLayouts layouts(Batch part, ArrayMaker maker) {
        Map<Batch.Layout, NDArray> layouts = new EnumMap<>(Batch.Layout.class);
        requested.forEach(layout -> layouts.put(layout, part.createLayout(layout, maker)));
        return new UploadedLayouts(layouts, requested);
    }

    private static int nLabels(LabeledBatch batch) {
        return batch.targets()[0].length;
    }

    private static float[] flatten(float[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * rows[row].length, rows[row].length);
        }
        return values;
    }

    /** Returns the number of staging buffers; constant once batches of all sizes have been uploaded. */
    int stagingBufferCount() {
        return staging.bufferCount();
    }

    /** Frees all uploads. No step may be using them. */
    @Override
    public synchronized void close() {
        if (manager.isOpen()) {
            manager.close();
            staging.close();
        }
    }

    /** Creates arrays through staging memory. On a GPU they are copies; on the CPU they share the staging memory. */
    private record StagingArrayMaker(NDManager manager, StagingMemory staging, List<MemorySegment> borrowed)
            implements ArrayMaker {
        @Override
        public NDArray create(long[] values, Shape shape) {
            long bytes = (long) values.length * Long.BYTES;
            MemorySegment memory = borrow(bytes);
            MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_LONG, 0, values.length);
            return manager.create(buffer(memory, bytes), shape, DataType.INT64);
        }

        @Override
        public NDArray create(float[] values, Shape shape) {
            long bytes = (long) values.length * Float.BYTES;
            MemorySegment memory = borrow(bytes);
            MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
            return manager.create(buffer(memory, bytes), shape, DataType.FLOAT32);
        }

        private MemorySegment borrow(long bytes) {
            MemorySegment memory = staging.borrow(bytes);
            borrowed.add(memory);
            return memory;
        }

        private static ByteBuffer buffer(MemorySegment memory, long bytes) {
            return memory.asSlice(0, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        }
    }
}
