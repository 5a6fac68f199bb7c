package audiotokens.cluster;

import audiotokens.work.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Silhouette coefficient: (b - a) / max(a, b), where a is the mean distance to the other points of the same cluster and
 * b the minimum over other clusters of the mean distance to their points. Source: P. Rousseeuw, "Silhouettes: a
 * graphical aid to the interpretation and validation of cluster analysis", 1987. A point that is alone in its cluster
 * has silhouette 0, as in scikit-learn.
 */
public final class Silhouette {
    private Silhouette() {}

    /**
     * Computes the mean silhouette of a random sample of {@code maxPoints} points, with distances within the sample
     * only.
     */
    public static double of(float[] points, Codebook codebook, int maxPoints, long seed, int threads) {
        int dimensions = codebook.features().size();
        int count = points.length / dimensions;
        int size = Math.min(maxPoints, count);
        float[] sample = new float[size * dimensions];
        SplittableRandom random = new SplittableRandom(seed);
        int nDrawn = 0;
        for (int point = 0; point < count; point++) {
            if (random.nextInt(count - point) < size - nDrawn) {
                System.arraycopy(points, point * dimensions, sample, nDrawn * dimensions, dimensions);
                nDrawn++;
            }
        }
        int[] assignments = new int[size];
        codebook.find(sample, assignments, new float[size]);
        return mean(sample, dimensions, assignments, codebook.vocabularySize(), threads);
    }

    /**
     * Computes the mean silhouette of all points; NaN without points.
     *
     * @param points (n, dimensions)
     * @param assignments cluster of each point, from 0 to {@code nClusters} - 1
     */
    public static double mean(float[] points, int dimensions, int[] assignments, int nClusters, int threads) {
        int[] sizes = new int[nClusters];
        for (int cluster : assignments) {
            sizes[cluster]++;
        }
        double[] silhouettes = new double[assignments.length];
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < assignments.length; i++) {
            indices.add(i);
        }
        float[] columns = transpose(points, dimensions, assignments.length);
        Parallel.forEach(indices, threads, () -> {
            float[] squaredDistances = new float[assignments.length];
            return point -> {
                computeSquaredDistances(point, columns, dimensions, squaredDistances);
                silhouettes[point] = ofPoint(point, squaredDistances, assignments, sizes);
            };
        });
        double sum = 0;
        for (double silhouette : silhouettes) {
            sum += silhouette;
        }
        return sum / silhouettes.length;
    }

    /** Returns {@code points} (n, dimensions) as (dimensions, n), so that the compiler can vectorize the loop over points. */
    private static float[] transpose(float[] points, int dimensions, int count) {
        float[] columns = new float[dimensions * count];
        for (int point = 0; point < count; point++) {
            for (int d = 0; d < dimensions; d++) {
                columns[d * count + point] = points[point * dimensions + d];
            }
        }
        return columns;
    }

    private static void computeSquaredDistances(int point, float[] columns, int dimensions, float[] squaredDistances) {
        int count = squaredDistances.length;
        Arrays.fill(squaredDistances, 0);
        for (int d = 0; d < dimensions; d++) {
            int column = d * count;
            float value = columns[column + point];
            for (int other = 0; other < count; other++) {
                float difference = value - columns[column + other];
                squaredDistances[other] += difference * difference;
            }
        }
    }

    private static double ofPoint(int point, float[] squaredDistances, int[] assignments, int[] sizes) {
        double[] sums = new double[sizes.length];
        for (int other = 0; other < assignments.length; other++) {
            sums[assignments[other]] += Math.sqrt(squaredDistances[other]);
        }
        int ownCluster = assignments[point];
        double meanToNearestCluster = Double.POSITIVE_INFINITY;
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            if (cluster != ownCluster && sizes[cluster] > 0) {
                meanToNearestCluster = Math.min(meanToNearestCluster, sums[cluster] / sizes[cluster]);
            }
        }
        if (sizes[ownCluster] == 1 || meanToNearestCluster == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double meanWithinCluster = sums[ownCluster] / (sizes[ownCluster] - 1);
        double larger = Math.max(meanWithinCluster, meanToNearestCluster);
        return larger == 0 ? 0 : (meanToNearestCluster - meanWithinCluster) / larger;
    }
}
