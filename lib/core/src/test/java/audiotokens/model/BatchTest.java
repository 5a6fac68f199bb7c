package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Batch RAGGED_BATCH =
            Batch.of(List.of(new ClipInput.Tokens(new long[] {1, 2, 3}), new ClipInput.Tokens(new long[] {4, 5})), 0);

    @Test
    void shorterClipsArePaddedAndMasked() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(
                    new long[] {1, 2, 3, 4, 5, 0},
                    RAGGED_BATCH.clipMajor(manager).toLongArray());
            assertArrayEquals(
                    new float[] {1, 1, 1, 1, 1, 0}, RAGGED_BATCH.mask(manager).toFloatArray());
            assertFalse(RAGGED_BATCH.isUnpadded());
        }
    }

    @Test
    void clipsAreReversedWithoutMovingTheirPadding() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(
                    new long[] {1, 4, 2, 5, 3, 0},
                    RAGGED_BATCH.timeMajor(manager, false).toLongArray());
            assertArrayEquals(
                    new long[] {3, 5, 2, 4, 1, 0},
                    RAGGED_BATCH.timeMajor(manager, true).toLongArray());
        }
    }

    @Test
    void reversedFramesKeepTheOrderOfTheirMelBands() {
        Batch batch = Batch.of(
                List.of(new ClipInput.Frames(new float[] {1, 2, 3, 4}, 2), new ClipInput.Frames(new float[] {5, 6}, 2)),
                0);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(
                    new float[] {3, 4, 5, 6, 1, 2, 0, 0},
                    batch.timeMajor(manager, true).toFloatArray());
        }
    }

    @Test
    void clipsArePaddedToTheMinimumLength() {
        assertEquals(
                7, Batch.of(List.of(new ClipInput.Tokens(new long[] {1})), 7).maxLength());
    }

    @Test
    void aMixedClipHasTheWeightedSumOfTwoEmbeddings() {
        Batch.TokenBatch batch = (Batch.TokenBatch) Batch.of(
                List.of(
                        new ClipInput.Tokens(new long[] {1, 1}, new long[] {3, 3}, 0.75f),
                        new ClipInput.Tokens(new long[] {2, 2})),
                0);
        assertTrue(batch.isMixed());
        try (NDManager manager = NDManager.newBaseManager()) {
            var vectors = batch.timeMajor(manager, false)
                    .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                    .expandDims(-1);
            assertArrayEquals(
                    new float[] {1.5f, 2, 1.5f, 2},
                    batch.mixture(manager, vectors, new Shape(1, 2, 1)).toFloatArray());
        }
    }
}
