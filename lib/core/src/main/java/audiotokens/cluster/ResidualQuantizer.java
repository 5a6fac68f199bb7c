package audiotokens.cluster;

import java.util.List;

/**
 * Residual vector quantization: the first codebook quantizes a vector, each further one what the levels before it leave.
 * Source: B.-H. Juang and A. H. Gray, "Multiple stage vector quantization for speech coding", 1982.
 *
 * <p>Encoding is greedy: each level takes the nearest centroid of its own, not the best combination of all. Safe for use
 * by several threads.
 *
 * @param levels a codebook a level; all of vectors of the first one's features
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
     * @return codes: (levels, n), each from 0 to the level's vocabulary size less one
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
     * Puts the vectors of codes together: the sum of the levels' centroids.
     *
     * @param codes (levels, n); fewer levels than there are give a coarser approximation
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
     * What a codebook leaves of points, block by block; where all lie in memory, computed once.
     *
     * @param points not changed
     */
    public static PointBlocks residuals(PointBlocks points, Codebook codebook) {
        if (points.blocks() == 1) {
            return PointBlocks.of(residual(points.block(0), codebook), points.dimensions());
        }
        return new PointBlocks() {
            @Override
            public int dimensions() {
                return points.dimensions();
            }

            @Override
            public int blocks() {
                return points.blocks();
            }

            @Override
            public float[] block(int index) {
                return residual(points.block(index), codebook);
            }
        };
    }

    /** What a codebook leaves of vectors: (n, size), as {@code vectors}, which stay as they are. */
    public static float[] residual(float[] vectors, Codebook codebook) {
        float[] residual = vectors.clone();
        quantize(residual, codebook);
        return residual;
    }

    /** Takes from each row its nearest centroid. */
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
