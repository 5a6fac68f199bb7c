package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchUploadTest {
    private static final float[][] TARGETS = {{1, 0, 0.5f}, {0, 1, 0}};

    static Stream<Batch> batches() {
        ClipInput.Tokens first = new ClipInput.Tokens(new long[] {1, 2, 3});
        ClipInput.Tokens second = new ClipInput.Tokens(new long[] {4, 5});
        ClipInput.Tokens mixed = new ClipInput.Tokens(new long[] {1, 2}, new long[] {3, 4}, 0.25f);
        return Stream.of(
                Batch.of(List.of(first, second), 0),
                Batch.of(List.of(mixed, second), 0),
                Batch.of(List.of(new ClipInput.Streams(List.of(first)), new ClipInput.Streams(List.of(second))), 0),
                Batch.of(
                        List.of(
                                new ClipInput.Frames(new float[] {1, 2, 3, 4}, 2),
                                new ClipInput.Frames(new float[] {5, 6}, 2)),
                        0));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void uploadedLayoutsEqualLocallyCreatedOnes(Batch batch) {
        try (BatchUpload upload = new BatchUpload(Device.cpu())) {
            for (int step = 0; step < 3; step++) {
                try (LabeledBatch uploaded = upload.upload(new LabeledBatch(List.of("a", "b"), batch, TARGETS));
                        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                    assertSameValues(uploaded.targets(manager), manager.create(TARGETS));
                    List<NDArray> expected = layouts(batch, manager);
                    List<NDArray> actual = layouts(uploaded.batch(), manager);
                    for (int layout = 0; layout < expected.size(); layout++) {
                        assertSameValues(expected.get(layout), actual.get(layout));
                    }
                }
            }
        }
    }

    private static List<NDArray> layouts(Batch batch, NDManager manager) {
        return List.of(
                batch.clipMajor(manager),
                batch.timeMajor(manager, false),
                batch.timeMajor(manager, true),
                batch.mask(manager));
    }

    private static void assertSameValues(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        assertEquals(expected.getDataType(), actual.getDataType());
        assertArrayEquals(expected.toByteArray(), actual.toByteArray());
    }

    @Test
    void aRequestedLayoutIsUploadedWithEachLaterBatchAndReusesMemory() {
        Batch batch = batches().findFirst().orElseThrow();
        try (BatchUpload upload = new BatchUpload(Device.cpu())) {
            List<Integer> stagingBufferCounts = new ArrayList<>();
            for (int step = 0; step < 5; step++) {
                try (LabeledBatch uploaded = upload.upload(new LabeledBatch(List.of("a", "b"), batch, TARGETS));
                        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                    NDArray array = uploaded.batch().timeMajor(manager, true);
                    if (step > 0) {
                        assertSame(array, uploaded.batch().timeMajor(manager, true), "the uploaded array is reused");
                    }
                    stagingBufferCounts.add(upload.stagingBufferCount());
                }
            }
            // one buffer for the targets and, from the second batch on, one for the layout
            assertEquals(List.of(1, 2, 2, 2, 2), stagingBufferCounts);
        }
    }

    @Test
    void closingABatchFreesItsArraysAndClosingTheUploadFreesAllBatches() {
        Batch batch = batches().findFirst().orElseThrow();
        NDManager root = Engine.getEngine("PyTorch").newBaseManager().getParentManager();
        int nInitialArrays = root.getManagedArrays().size();
        try (BatchUpload upload = new BatchUpload(Device.cpu())) {
            IntStream.range(0, 3).forEach(step -> upload.upload(new LabeledBatch(List.of("a", "b"), batch, TARGETS)));
            LabeledBatch lastBatch = upload.upload(new LabeledBatch(List.of("a", "b"), batch, TARGETS));
            assertEquals(nInitialArrays + 4, root.getManagedArrays().size(), "the targets of four batches");
            lastBatch.close();
            assertEquals(nInitialArrays + 3, root.getManagedArrays().size());
        }
        assertEquals(nInitialArrays, root.getManagedArrays().size());
    }

    @Test
    void memoryIsNotPinnedWithoutCuda() {
        Engine.getEngine("PyTorch");
        try (Arena arena = Arena.ofConfined()) {
            assertFalse(PageLock.of(Device.cpu()).lock(arena.allocate(4096, 4096)));
            if (Engine.getEngine("PyTorch").getGpuCount() == 0) {
                PageLock lock = PageLock.cuda();
                assertFalse(lock.lock(arena.allocate(4096, 4096)));
                assertFalse(lock.unlock(arena.allocate(4096, 4096)));
            }
        }
    }
}
