package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResidualQuantizerTest {
    private final Codebook coarse = codebook(0, 0, 100, 0, 0, 100);
    private final Codebook fine = codebook(1, 1, -1, -1);

    private static Codebook codebook(float... centroids) {
        return new Codebook(new FrameFeatures(2, Optional.empty(), 1, Optional.empty(), false), centroids);
    }

    @Test
    void eachLevelQuantizesTheResidual() {
        ResidualQuantizer quantizer = new ResidualQuantizer(List.of(coarse, fine));
        float[] vectors = {101, 1, -1, -1, 1, 101, 99, -1};
        long[][] codes = quantizer.encode(vectors);
        assertArrayEquals(new long[] {1, 0, 2, 1}, codes[0]);
        assertArrayEquals(new long[] {0, 1, 0, 1}, codes[1]);
        assertArrayEquals(vectors, quantizer.decode(codes));
        assertArrayEquals(new float[] {100, 0, 0, 0, 0, 100, 100, 0}, quantizer.decode(new long[][] {codes[0]}));
        assertArrayEquals(new float[] {101, 1, -1, -1, 1, 101, 99, -1}, vectors, "the vectors must not be modified");
    }

    @Test
    void residualsAreComputedPerBlock() {
        float[] points = {101, 1, -1, -1, 1, 101};
        PointBlocks blocks = new PointBlocks() {
            @Override
            public int dimensions() {
                return 2;
            }

            @Override
            public int nBlocks() {
                return 3;
            }

            @Override
            public float[] block(int index) {
                return new float[] {points[2 * index], points[2 * index + 1]};
            }
        };
        PointBlocks residualsInMemory = ResidualQuantizer.residuals(PointBlocks.of(points, 2), coarse);
        assertArrayEquals(new float[] {1, 1, -1, -1, 1, 1}, residualsInMemory.block(0));
        PointBlocks residualsInBlocks = ResidualQuantizer.residuals(blocks, coarse);
        assertEquals(3, residualsInBlocks.nBlocks());
        assertArrayEquals(new float[] {-1, -1}, residualsInBlocks.block(1));
    }

    @Test
    void levelsOfDifferentDimensionsAreRejected() {
        Codebook threeDimensional =
                new Codebook(new FrameFeatures(3, Optional.empty(), 1, Optional.empty(), false), new float[6]);
        assertThrows(IllegalArgumentException.class, () -> new ResidualQuantizer(List.of(coarse, threeDimensional)));
    }
}
