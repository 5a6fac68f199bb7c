package audiotokens.cluster;

import java.util.Arrays;
import java.util.Optional;

/**
 * Bounds that tell which centroids a point cannot be nearest to, from the few directions in which centroids differ most.
 *
 * <p>Let y = x - m and e = c - m for the centroids' mean m, y₁ and e₁ be their coordinates along the directions, y₂ and e₂
 * what is left of them. Then |x - c|² = |y|² + |e|² - 2 (y₁·e₁ + y₂·e₂), and y₂·e₂ is at most |y₂| |e₂|. So the greatest
 * that y·e - |e|²/2 can be is a product of {@value #SIZE} values instead of all dimensions. Neighbouring mel bands go
 * together: for frames of spectrograms these values leave 1 of 100 centroids for a second look.
 *
 * <p>Bounds are widened by more than float32 can be off, so that an exact search over what they leave finds what it would
 * find among all.
 */
final class PrincipalScreen {
    private static final int DIRECTIONS = 7;

    /** Values of a reduced vector: its coordinates along the directions, and the length of the rest. */
    static final int SIZE = DIRECTIONS + 1;

    /** With fewer centroids or dimensions the full search is as quick. */
    private static final int LEAST_CENTROIDS = 96;

    private static final int LEAST_DIMENSIONS = 4 * SIZE;

    /** The share of the centroids' variance that must lie along the directions. */
    private static final double LEAST_VARIANCE = 0.7;

    /** The unit of rounding of float32: the most that each addition is off. */
    private static final float UNIT = 0x1p-24f;

    private final int dimensions;
    private final float squaredNormOfMean;
    /** The directions, and in the last place that counts the mean: (2 * PointLanes.ROWS, dimensions). */
    private final float[] rows;
    /** What makes a direction's coordinate 0 at the mean. */
    private final float[] offsets = new float[2 * PointLanes.ROWS];

    private PrincipalScreen(PrincipalComponents components) {
        dimensions = components.mean().length;
        rows = new float[2 * PointLanes.ROWS * dimensions];
        for (int d = 0; d < dimensions; d++) {
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                rows[direction * dimensions + d] = (float) components.directions()[direction][d];
            }
            rows[DIRECTIONS * dimensions + d] = (float) components.mean()[d];
        }
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            for (int d = 0; d < dimensions; d++) {
                offsets[direction] -= rows[direction * dimensions + d] * rows[DIRECTIONS * dimensions + d];
            }
        }
        squaredNormOfMean = NearestCentroid.squaredNorm(rows, DIRECTIONS, dimensions);
    }

    /**
     * A screen for centroids, or for what they are moved to later.
     *
     * @param centroids (k, dimensions)
     * @return empty where it would cost more than it saves
     */
    static Optional<PrincipalScreen> of(float[] centroids, int dimensions) {
        if (dimensions < LEAST_DIMENSIONS || centroids.length / dimensions < LEAST_CENTROIDS) {
            return Optional.empty();
        }
        for (float value : centroids) {
            if (!Float.isFinite(value)) {
                return Optional.empty();
            }
        }
        PrincipalComponents components = PrincipalComponents.of(centroids, dimensions, dimensions);
        double all = Arrays.stream(components.variances()).sum();
        double held = Arrays.stream(components.variances()).limit(DIRECTIONS).sum();
        return held >= LEAST_VARIANCE * all ? Optional.of(new PrincipalScreen(components)) : Optional.empty();
    }

    /**
     * Reduces vectors, one a lane, to {@link #SIZE} values.
     *
     * @param vectors in {@code lanes}
     * @param squaredNorms of the vectors, (PointLanes.COUNT,)
     * @param reduced receives (SIZE, PointLanes.COUNT); the last of each is never less than the length of the rest
     * @param centredNorms receives |y|² of each
     */
    void reduce(PointLanes vectors, float[] squaredNorms, float[] reduced, float[] centredNorms) {
        float[] sums = new float[PointLanes.ROWS * PointLanes.COUNT];
        PointLanes.score(vectors.values(), dimensions, rows, offsets, PointLanes.ROWS, sums);
        int further = (DIRECTIONS - PointLanes.ROWS) * PointLanes.COUNT;
        System.arraycopy(sums, 0, reduced, PointLanes.ROWS * PointLanes.COUNT, further);
        for (int lane = 0; lane < PointLanes.COUNT; lane++) {
            centredNorms[lane] = squaredNorms[lane] - 2 * sums[further + lane] + squaredNormOfMean;
        }
        PointLanes.score(vectors.values(), dimensions, rows, offsets, 0, sums);
        System.arraycopy(sums, 0, reduced, 0, sums.length);
        for (int lane = 0; lane < PointLanes.COUNT; lane++) {
            float rest = centredNorms[lane];
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                float value = reduced[direction * PointLanes.COUNT + lane];
                rest -= value * value;
            }
            float most = Math.max(0, rest) + error(squaredNorms[lane]);
            reduced[DIRECTIONS * PointLanes.COUNT + lane] = (float) Math.sqrt(most);
        }
    }

    /**
     * More than a squared distance from a vector, or a bound of it, in float32 is off.
     *
     * @param squares the vector's squared norm; for a distance plus the other vector's
     */
    float error(float squares) {
        return 32 * (dimensions + 16) * UNIT * (squares + squaredNormOfMean);
    }
}
