package audiotokens.cluster;

import audiotokens.work.Parallel;
import audiotokens.work.VectorModule;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * k-means by Lloyd's algorithm. Source: S. Lloyd, "Least squares quantization in PCM", 1982.
 *
 * <p>The result depends on the points, the options and the seed, but not on the number of threads.
 */
public final class KMeans {
    /** Number of points per task. */
    private static final int POINTS_PER_TASK = 4096;

    private static final int CENTROIDS_PER_TASK = 128;

    /** Memory for the bounds of {@link YinyangAssignment}, in bytes. */
    private static final long MAX_BOUND_BYTES = 192L << 20;

    private final Options options;
    private final long seed;
    private final int threads;

    /**
     * @param seed seed of the initialization
     * @param threads number of threads
     */
    public KMeans(Options options, long seed, int threads) {
        this.options = options;
        this.seed = seed;
        this.threads = threads;
    }

    /**
     * Options of k-means.
     *
     * @param k number of centroids
     * @param iterations maximum number of iterations
     * @param initialization initialization of the centroids
     * @param restarts number of runs with different initializations; the lowest final objective wins
     * @param tolerance a run stops when the objective decreases by less than this fraction; 0 disables early stopping
     * @param spherical whether to scale the centroids to unit L2 norm after each iteration
     */
    public record Options(
            int k,
            int iterations,
            CentroidInitialization initialization,
            int restarts,
            double tolerance,
            boolean spherical) {}

    /**
     * Centroids and statistics of the fit.
     *
     * @param centroids (k, dimensions)
     * @param objective sum of squared distances to the nearest centroid, in each iteration, before the centroids are
     *     updated
     * @param sizes number of points of each centroid, in the last iteration, before the centroids are updated
     * @param reseeded number of empty centroids that were moved, over all iterations
     */
    public record Result(float[] centroids, double[] objective, int[] sizes, int reseeded) {}

    /** Called after each iteration. */
    @FunctionalInterface
    public interface Listener {
        void iteration(int restart, int iteration, double objective);
    }

    /**
     * Clusters points in memory.
     *
     * @param points (n, dimensions)
     * @throws IllegalArgumentException if there are fewer points than centroids
     */
    public Result fit(float[] points, int dimensions, Listener listener) {
        return fit(PointBlocks.of(points, dimensions), points, listener);
    }

    /**
     * Clusters points block by block, with one block in memory at a time.
     *
     * @param sample a sample of the points, (n, dimensions), for the initialization
     */
    public Result fit(PointBlocks points, float[] sample, Listener listener) {
        int count = sample.length / points.dimensions();
        if (count < options.k()) {
            throw new IllegalArgumentException(count + " points are fewer than " + options.k() + " centroids");
        }
        Result best = null;
        for (int restart = 0; restart < options.restarts(); restart++) {
            Result result = lloyd(points, initialCentroids(sample, points.dimensions(), restart), restart, listener);
            if (best == null || finalObjective(result) < finalObjective(best)) {
                best = result;
            }
        }
        return Objects.requireNonNull(best, "there is at least one run");
    }

    private static double finalObjective(Result result) {
        return result.objective()[result.objective().length - 1];
    }

    private float[] initialCentroids(float[] sample, int dimensions, int restart) {
        RandomGenerator random = new SplittableRandom(seed + restart);
        return switch (options.initialization()) {
            case RANDOM -> randomPoints(sample, dimensions, random);
            case KMEANSPLUSPLUS -> plusPlusPoints(sample, dimensions, random);
        };
    }

    private Result lloyd(PointBlocks points, float[] initialCentroids, int restart, Listener listener) {
        int dimensions = points.dimensions();
        float[] centroids = initialCentroids;
        Optional<YinyangAssignment> yinyang = yinyangAssignment(points, initialCentroids);
        List<Double> objective = new ArrayList<>();
        CentroidMeans means = new CentroidMeans(options.k(), dimensions, threads);
        int[] sizes = new int[options.k()];
        int reseeded = 0;
        for (int iteration = 0; iteration < options.iterations(); iteration++) {
            if (yinyang.isPresent()) {
                assign(yinyang.get(), centroids, points.block(0), means, iteration == 0);
            } else {
                assign(points, centroids, means);
            }
            objective.add(means.objective());
            listener.iteration(restart, iteration, means.objective());
            sizes = means.sizes();
            centroids = means.means();
            reseeded += means.reseed(centroids);
            if (options.spherical()) {
                UnitNorm.scale(centroids, dimensions);
            }
            if (iteration > 0
                    && options.tolerance() > 0
                    && objective.get(iteration - 1) - means.objective() < options.tolerance() * means.objective()) {
                break;
            }
        }
        double[] history = objective.stream().mapToDouble(Double::doubleValue).toArray();
        return new Result(centroids, history, sizes, reseeded);
    }

    /** Creates a pruned search if the points and the search's bounds fit in memory and the vector module is present. */
    private Optional<YinyangAssignment> yinyangAssignment(PointBlocks points, float[] initialCentroids) {
        if (points.nBlocks() > 1 || !VectorModule.isPresent()) {
            return Optional.empty();
        }
        float[] values = points.block(0);
        int count = values.length / points.dimensions();
        return YinyangAssignment.fitsInMemory(count, options.k(), MAX_BOUND_BYTES)
                ? Optional.of(new YinyangAssignment(values, points.dimensions(), initialCentroids))
                : Optional.empty();
    }

    private void assign(
            YinyangAssignment search, float[] centroids, float[] values, CentroidMeans means, boolean isFirst) {
        search.moveTo(centroids);
        if (search.usesGroupDistances()) {
            forEachRange(options.k(), CENTROIDS_PER_TASK, search::computeGroupDistances);
        }
        int[] previousNearest = search.nearest().clone();
        float[] distances = new float[previousNearest.length];
        forEachRange(distances.length, POINTS_PER_TASK, (from, to) -> search.find(from, to, distances));
        if (isFirst) {
            means.begin();
            means.add(values, search.nearest(), distances);
        } else {
            means.beginUpdate();
            means.update(values, previousNearest, search.nearest(), distances);
        }
    }

    private void assign(PointBlocks points, float[] centroids, CentroidMeans means) {
        Optional<CentroidSums> sums = points.sums(centroids);
        if (sums.isPresent()) {
            means.set(sums.get());
            return;
        }
        NearestCentroid search = NearestCentroid.of(centroids, points.dimensions());
        means.begin();
        for (int block = 0; block < points.nBlocks(); block++) {
            float[] values = points.block(block);
            int[] nearest = new int[values.length / points.dimensions()];
            float[] distances = new float[nearest.length];
            forEachRange(
                    nearest.length, POINTS_PER_TASK, (from, to) -> search.find(values, from, to, nearest, distances));
            means.add(values, nearest, distances);
        }
    }

    private interface RangeTask {
        void run(int from, int to);
    }

    private void forEachRange(int count, int length, RangeTask task) {
        List<Integer> ranges = new ArrayList<>();
        for (int from = 0; from < count; from += length) {
            ranges.add(from);
        }
        Parallel.forEach(ranges, threads, () -> from -> task.run(from, Math.min(from + length, count)));
    }

    /**
     * Draws random points, distinct as far as possible. Digital silence has thousands of equal frames, and one of two
     * equal centroids would stay empty.
     */
    private float[] randomPoints(float[] points, int dimensions, RandomGenerator random) {
        int count = points.length / dimensions;
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        float[] centroids = new float[options.k() * dimensions];
        Set<IntBuffer> drawn = new HashSet<>();
        int nChosen = 0;
        for (int i = 0; i < count && nChosen < options.k(); i++) {
            int chosen = random.nextInt(i, count);
            int point = order[chosen];
            order[chosen] = order[i];
            order[i] = point;
            boolean isNeeded = count - i <= options.k() - nChosen;
            if (drawn.add(bits(points, point, dimensions)) || isNeeded) {
                System.arraycopy(points, point * dimensions, centroids, nChosen * dimensions, dimensions);
                nChosen++;
            }
        }
        return centroids;
    }

    /** Returns the bits of a point's values as a set element; a FloatBuffer would hash values below 1 to 0. */
    private static IntBuffer bits(float[] points, int point, int dimensions) {
        int[] bits = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            // -0 and 0 are equal
            bits[d] = Float.floatToIntBits(points[point * dimensions + d] + 0f);
        }
        return IntBuffer.wrap(bits);
    }

    /**
     * Runs k-means++: draws each point with probability proportional to its squared distance to the nearest point
     * already drawn. Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
     */
    private float[] plusPlusPoints(float[] points, int dimensions, RandomGenerator random) {
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
