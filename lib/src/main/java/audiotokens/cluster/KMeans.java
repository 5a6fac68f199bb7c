package audiotokens.cluster;

import audiotokens.config.CentroidStart;
import audiotokens.run.ParallelClips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Lloyd's k-means on points in memory. Source: S. Lloyd, "Least squares quantization in PCM", 1982.
 *
 * <p>The result depends on the points, the options and the seed, not on the number of threads.
 */
public final class KMeans {
    private static final int RANGE = 4096;

    private final Options options;
    private final long seed;
    private final int threads;

    /**
     * @param seed of the first centroids
     * @param threads used at once
     */
    public KMeans(Options options, long seed, int threads) {
        this.options = options;
        this.seed = seed;
        this.threads = threads;
    }

    /**
     * How to cluster.
     *
     * @param k number of centroids
     * @param iterations most iterations
     * @param start how the first centroids are chosen
     * @param restarts number of starts; the one that ends with the lowest objective wins
     * @param tolerance ends a start early when the objective falls by less than this share; 0 never
     * @param spherical scales the centroids to unit L2 norm after each iteration
     */
    public record Options(
            int k, int iterations, CentroidStart start, int restarts, double tolerance, boolean spherical) {}

    /**
     * Centroids and how they were reached.
     *
     * @param centroids (k, dimensions)
     * @param objective sum of squared distances to the nearest centroid, at each iteration before its update
     * @param sizes points of each centroid, at the last iteration before its update
     * @param reseeded centroids that had no points and were set anew, over all iterations
     */
    public record Result(float[] centroids, double[] objective, int[] sizes, int reseeded) {}

    /** Hears of each iteration as it ends. */
    @FunctionalInterface
    public interface Listener {
        void iteration(int start, int iteration, double objective);
    }

    /**
     * Clusters points.
     *
     * @param points (n, dimensions)
     * @throws IllegalArgumentException where there are fewer points than centroids
     */
    public Result fit(float[] points, int dimensions, Listener listener) {
        int count = points.length / dimensions;
        if (count < options.k()) {
            throw new IllegalArgumentException(count + " points are fewer than " + options.k() + " centroids");
        }
        Result best = null;
        for (int start = 0; start < options.restarts(); start++) {
            Result result = lloyd(points, dimensions, start, listener);
            if (best == null || last(result) < last(best)) {
                best = result;
            }
        }
        return best;
    }

    private static double last(Result result) {
        return result.objective()[result.objective().length - 1];
    }

    private Result lloyd(float[] points, int dimensions, int start, Listener listener) {
        int count = points.length / dimensions;
        RandomGenerator random = new SplittableRandom(seed + start);
        float[] centroids =
                switch (options.start()) {
                    case RANDOM -> randomPoints(points, dimensions, random);
                    case KMEANSPLUSPLUS -> spreadPoints(points, dimensions, random);
                };
        int[] nearest = new int[count];
        float[] distances = new float[count];
        int[] sizes = new int[options.k()];
        int reseeded = 0;
        List<Double> objective = new ArrayList<>();
        for (int iteration = 0; iteration < options.iterations(); iteration++) {
            assign(points, dimensions, centroids, nearest, distances);
            double sum = 0;
            for (float distance : distances) {
                sum += distance;
            }
            objective.add(sum);
            listener.iteration(start, iteration, sum);
            centroids = means(points, dimensions, nearest, sizes);
            reseeded += reseed(points, dimensions, centroids, sizes, distances);
            if (options.spherical()) {
                UnitNorm.scale(centroids, dimensions);
            }
            if (options.tolerance() > 0
                    && iteration > 0
                    && objective.get(iteration - 1) - sum < options.tolerance() * sum) {
                break;
            }
        }
        double[] history = objective.stream().mapToDouble(Double::doubleValue).toArray();
        return new Result(centroids, history, sizes, reseeded);
    }

    private void assign(float[] points, int dimensions, float[] centroids, int[] nearest, float[] distances) {
        NearestCentroid search = NearestCentroid.of(centroids, dimensions);
        List<Integer> ranges = new ArrayList<>();
        for (int from = 0; from < nearest.length; from += RANGE) {
            ranges.add(from);
        }
        ParallelClips.forEach(
                ranges,
                threads,
                () -> from -> search.find(points, from, Math.min(from + RANGE, nearest.length), nearest, distances));
    }

    /** Each thread sums the points of its own centroids, in the points' order: no sum depends on the threads. */
    private float[] means(float[] points, int dimensions, int[] nearest, int[] sizes) {
        int k = options.k();
        float[] centroids = new float[k * dimensions];
        Arrays.fill(sizes, 0);
        List<Integer> parts = new ArrayList<>();
        for (int part = 0; part < threads; part++) {
            parts.add(part);
        }
        ParallelClips.forEach(parts, threads, () -> part -> {
            int first = (int) ((long) k * part / threads);
            int last = (int) ((long) k * (part + 1) / threads);
            double[] sums = new double[(last - first) * dimensions];
            for (int point = 0; point < nearest.length; point++) {
                int centroid = nearest[point];
                if (centroid >= first && centroid < last) {
                    sizes[centroid]++;
                    int at = (centroid - first) * dimensions;
                    for (int d = 0; d < dimensions; d++) {
                        sums[at + d] += points[point * dimensions + d];
                    }
                }
            }
            for (int i = 0; i < sums.length; i++) {
                int size = sizes[first + i / dimensions];
                centroids[first * dimensions + i] = size == 0 ? 0 : (float) (sums[i] / size);
            }
        });
        return centroids;
    }

    /** Sets each centroid without points onto the point that is furthest from its own; returns how many there were. */
    private static int reseed(float[] points, int dimensions, float[] centroids, int[] sizes, float[] distances) {
        int reseeded = 0;
        for (int centroid = 0; centroid < sizes.length; centroid++) {
            if (sizes[centroid] == 0) {
                int furthest = 0;
                for (int point = 1; point < distances.length; point++) {
                    if (distances[point] > distances[furthest]) {
                        furthest = point;
                    }
                }
                System.arraycopy(points, furthest * dimensions, centroids, centroid * dimensions, dimensions);
                distances[furthest] = 0;
                reseeded++;
            }
        }
        return reseeded;
    }

    /** Distinct points at random, each set as likely as any. */
    private float[] randomPoints(float[] points, int dimensions, RandomGenerator random) {
        int count = points.length / dimensions;
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        float[] centroids = new float[options.k() * dimensions];
        for (int i = 0; i < options.k(); i++) {
            int chosen = random.nextInt(i, count);
            int point = order[chosen];
            order[chosen] = order[i];
            order[i] = point;
            System.arraycopy(points, point * dimensions, centroids, i * dimensions, dimensions);
        }
        return centroids;
    }

    /**
     * Points drawn one after another, each with a chance in proportion to its squared distance to those drawn before.
     * Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
     */
    private float[] spreadPoints(float[] points, int dimensions, RandomGenerator random) {
        int count = points.length / dimensions;
        float[] centroids = new float[options.k() * dimensions];
        float[] distances = new float[count];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
        int chosen = random.nextInt(count);
        for (int i = 0; i < options.k(); i++) {
            System.arraycopy(points, chosen * dimensions, centroids, i * dimensions, dimensions);
            double total = 0;
            for (int point = 0; point < count; point++) {
                float distance = 0;
                for (int d = 0; d < dimensions; d++) {
                    float difference = points[point * dimensions + d] - centroids[i * dimensions + d];
                    distance += difference * difference;
                }
                distances[point] = Math.min(distances[point], distance);
                total += distances[point];
            }
            double threshold = random.nextDouble() * total;
            chosen = 0;
            for (double sum = distances[0]; sum <= threshold && chosen < count - 1; ) {
                sum += distances[++chosen];
            }
        }
        return centroids;
    }
}
