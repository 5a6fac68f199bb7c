package audiotokens.cluster;

import java.util.List;

/**
 * Residual vector quantization: the first codebook quantizes the vector, and each following one quantizes the residual
 * of the previous levels. Source: B.-H. Juang and A. H. Gray, "Multiple stage vector quantization for speech coding",
 * 1982.
 *
 * <p>Encoding is greedy: each level takes the nearest centroid of the residual. Thread-safe.
 *
 * @param levels one codebook per level, all for vectors of the same size
 */
public record ResidualQuantizer(List<Codebook> levels) {
    public ResidualQuantizer {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a residual quantizer needs at least one level");
        }
        int size = levels.getFirst().features().size();
        if (levels.stream().anyMatch(level -> level.features().size() != size)) {
            throw new IllegalArgumentException("the levels quantize vectors of different sizes");
        }
    }

    /**
     * Quantizes vectors.
     *
     * @param vectors (n, size)
     * @return codes, (levels, n), each from 0 to the level's vocabulary size - 1
     */
    public long[][] encode(float[] vectors) {
        float[] residual = vectors.clone();
        long[][] codes = new long[levels.size()][];
        for (int level = 0; level < codes.length; level++) {
            codes[level] = quantize(residual, levels.get(level));
        }
        return codes;
    }

    /**
     * Reconstructs vectors as the sum of the levels' centroids.
     *
     * @param codes (levels, n); may omit the last levels for a coarser approximation
     * @return (n, size)
     */
    public float[] decode(long[][] codes) {
        int size = levels.getFirst().features().size();
        float[] vectors = new float[codes[0].length * size];
        for (int level = 0; level < codes.length; level++) {
            float[][] centroids = levels.get(level).centroids();
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] += centroids[(int) codes[level][i / size]][i % size];
            }
        }
        return vectors;
    }

    /**
     * Returns the residuals of points after quantization by a codebook, block by block. A single block, which is in
     * memory, is quantized once; several blocks are quantized whenever they are read.
     *
     * @param points not modified
     */
    public static PointBlocks residuals(PointBlocks points, Codebook codebook) {
        if (points.nBlocks() == 1) {
            return PointBlocks.of(residual(points.block(0), codebook), points.dimensions());
        }
        return new PointBlocks() {
            @Override
            public int dimensions() {
                return points.dimensions();
            }

            @Override
            public int nBlocks() {
                return points.nBlocks();
            }

            @Override
            public float[] block(int index) {
                return residual(points.block(index), codebook);
            }
        };
    }

    /**
     * Returns the residuals of vectors after quantization by a codebook: (n, size). {@code vectors} is not modified.
     */
    public static float[] residual(float[] vectors, Codebook codebook) {
        float[] residual = vectors.clone();
        quantize(residual, codebook);
        return residual;
    }

    /** Subtracts from each row its nearest centroid, and returns the indices of these centroids. */
    private static long[] quantize(float[] rows, Codebook codebook) {
        int size = codebook.features().size();
        int[] nearest = new int[rows.length / size];
        codebook.find(rows, nearest, new float[nearest.length]);
        float[][] centroids = codebook.centroids();
        long[] codes = new long[nearest.length];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = nearest[row];
            float[] centroid = centroids[nearest[row]];
            for (int i = 0; i < size; i++) {
                rows[row * size + i] -= centroid[i];
            }
        }
        return codes;
    }
}
