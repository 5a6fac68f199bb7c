package audiotokens.cluster;

import java.util.Arrays;
import java.util.Optional;

/**
 * Excludes centroids that cannot be nearest. To do so, it computes upper bounds on their scores from the few directions
 * in which centroids differ most.
 *
 * <p>Let y = x - m and e = c - m for the centroids' mean m; let y₁ and e₁ be their coordinates along the directions, y₂
 * and e₂ the remainders. Then |x - c|² = |y|² + |e|² - 2 (y₁·e₁ + y₂·e₂), and y₂·e₂ is at most |y₂| |e₂|. So the upper
 * bound of y·e - |e|²/2 is a product of {@value #SIZE} values instead of all dimensions. Neighboring mel bands are
 * correlated: for spectrogram frames, about 1 in 100 centroids remains.
 *
 * <p>Bounds are widened by the maximum float32 rounding error, so that an exact search of the remaining centroids gives
 * the result of the full search.
 */
final class PrincipalComponentPruning {
    private static final int N_DIRECTIONS = 7;

    /** Dimension of a reduced vector: its coordinates along the directions and the norm of the remainder. */
    static final int SIZE = N_DIRECTIONS + 1;

    /** With fewer centroids or dimensions than this, the full search is as fast. */
    private static final int MIN_CENTROIDS = 96;

    private static final int MIN_DIMENSIONS = 4 * SIZE;

    /** Minimum fraction of the centroids' variance along the directions. */
    private static final double MIN_EXPLAINED_VARIANCE = 0.7;

    /** Unit roundoff of float32: maximum relative error of an addition. */
    private static final float UNIT_ROUNDOFF = 0x1p-24f;

    private final int dimensions;
    private final float squaredNormOfMean;
    /** The directions, then the mean: (2 * PointLanes.ROWS, dimensions). */
    private final float[] rows;
    /** Offsets that center the coordinates at the mean. */
    private final float[] offsets = new float[2 * PointLanes.ROWS];

    private PrincipalComponentPruning(PrincipalComponents components) {
        dimensions = components.mean().length;
        rows = new float[2 * PointLanes.ROWS * dimensions];
        for (int d = 0; d < dimensions; d++) {
            for (int direction = 0; direction < N_DIRECTIONS; direction++) {
                rows[direction * dimensions + d] = (float) components.directions()[direction][d];
            }
            rows[N_DIRECTIONS * dimensions + d] = (float) components.mean()[d];
        }
        for (int direction = 0; direction < N_DIRECTIONS; direction++) {
            for (int d = 0; d < dimensions; d++) {
                offsets[direction] -= rows[direction * dimensions + d] * rows[N_DIRECTIONS * dimensions + d];
            }
        }
        squaredNormOfMean = NearestCentroid.squaredNorm(rows, N_DIRECTIONS, dimensions);
    }

    /**
     * Returns the pruning for centroids; it stays valid when the centroids move.
     *
     * @param centroids (k, dimensions)
     * @return empty if pruning would cost more than it saves
     */
    static Optional<PrincipalComponentPruning> of(float[] centroids, int dimensions) {
        if (dimensions < MIN_DIMENSIONS || centroids.length / dimensions < MIN_CENTROIDS) {
            return Optional.empty();
        }
        for (float value : centroids) {
            if (!Float.isFinite(value)) {
                return Optional.empty();
            }
        }
        PrincipalComponents components = PrincipalComponents.of(centroids, dimensions, dimensions);
        double total = Arrays.stream(components.variances()).sum();
        double explained =
                Arrays.stream(components.variances()).limit(N_DIRECTIONS).sum();
        return explained >= MIN_EXPLAINED_VARIANCE * total
                ? Optional.of(new PrincipalComponentPruning(components))
                : Optional.empty();
    }

    /**
     * Reduces vectors to {@link #SIZE} values each.
     *
     * @param vectors the vectors, one per lane
     * @param squaredNorms their squared norms, (PointLanes.COUNT,)
     * @param reduced output: (SIZE, PointLanes.COUNT); the last value is an upper bound of the remainder's norm
     * @param centeredSquaredNorms output: |y|² of each vector
     */
    void reduce(PointLanes vectors, float[] squaredNorms, float[] reduced, float[] centeredSquaredNorms) {
        float[] sums = new float[PointLanes.ROWS * PointLanes.COUNT];
        PointLanes.score(vectors.values(), dimensions, rows, offsets, PointLanes.ROWS, sums);
        int nRemaining = (N_DIRECTIONS - PointLanes.ROWS) * PointLanes.COUNT;
        System.arraycopy(sums, 0, reduced, PointLanes.ROWS * PointLanes.COUNT, nRemaining);
        for (int lane = 0; lane < PointLanes.COUNT; lane++) {
            centeredSquaredNorms[lane] = squaredNorms[lane] - 2 * sums[nRemaining + lane] + squaredNormOfMean;
        }
        PointLanes.score(vectors.values(), dimensions, rows, offsets, 0, sums);
        System.arraycopy(sums, 0, reduced, 0, sums.length);
        for (int lane = 0; lane < PointLanes.COUNT; lane++) {
            float squaredRemainder = centeredSquaredNorms[lane];
            for (int direction = 0; direction < N_DIRECTIONS; direction++) {
                float value = reduced[direction * PointLanes.COUNT + lane];
                squaredRemainder -= value * value;
            }
            float squaredNorm = Math.max(0, squaredRemainder) + error(squaredNorms[lane]);
            reduced[N_DIRECTIONS * PointLanes.COUNT + lane] = (float) Math.sqrt(squaredNorm);
        }
    }

    /**
     * Returns an upper bound of the float32 rounding error of a squared distance, or of its bound.
     *
     * @param squaredNorms the vector's squared norm; for a distance, the sum of both vectors' squared norms
     */
    float error(float squaredNorms) {
        return 32 * (dimensions + 16) * UNIT_ROUNDOFF * (squaredNorms + squaredNormOfMean);
    }
}
