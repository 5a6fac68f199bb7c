package audiotokens.cluster;

import audiotokens.work.Parallel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The update step of k-means: the mean of each centroid's points. The sums persist between iterations, so only points
 * whose nearest centroid has changed need to be moved from one sum to another.
 */
public final class CentroidMeans {
    /** Maximum number of points kept to replace empty centroids. */
    static final int MAX_FAR_POINTS = 256;

    private final int k;
    private final int dimensions;
    private final int threads;
    private final double[] sums;
    private final int[] sizes;
    private final PriorityQueue<CentroidSums.FarPoint> farPoints =
            new PriorityQueue<>(Comparator.comparingDouble(CentroidSums.FarPoint::distance));
    private double objective;

    public CentroidMeans(int k, int dimensions, int threads) {
        this.k = k;
        this.dimensions = dimensions;
        this.threads = threads;
        this.sums = new double[k * dimensions];
        this.sizes = new int[k];
    }

    /** Starts an iteration in which all points are added. */
    public void begin() {
        Arrays.fill(sums, 0);
        Arrays.fill(sizes, 0);
        beginUpdate();
    }

    /** Replaces everything added so far by {@code total}. */
    void set(CentroidSums total) {
        System.arraycopy(total.sums(), 0, sums, 0, sums.length);
        System.arraycopy(total.sizes(), 0, sizes, 0, sizes.length);
        beginUpdate();
        objective = total.objective();
        farPoints.addAll(total.farPoints());
    }

    /** Starts an iteration from the sums of the previous one. */
    void beginUpdate() {
        objective = 0;
        farPoints.clear();
    }

    /**
     * Adds a block of points.
     *
     * @param points (n, dimensions)
     * @param nearest centroid of each point, (n,)
     * @param distances squared distance of each point to its centroid, (n,)
     */
    public void add(float[] points, int[] nearest, float[] distances) {
        forEachRange((first, end) -> {
            for (int point = 0; point < nearest.length; point++) {
                int centroid = nearest[point];
                if (centroid >= first && centroid < end) {
                    add(points, point, centroid);
                }
            }
        });
        addDistances(points, distances);
    }

    /**
     * Moves points between centroids.
     *
     * @param previousNearest centroid of each point in the previous iteration
     * @param nearest centroid of each point now
     * @param distances squared distance of each point to its centroid
     */
    void update(float[] points, int[] previousNearest, int[] nearest, float[] distances) {
        forEachRange((first, end) -> {
            for (int point = 0; point < nearest.length; point++) {
                int previous = previousNearest[point];
                int centroid = nearest[point];
                if (previous != centroid) {
                    if (previous >= first && previous < end) {
                        remove(points, point, previous);
                    }
                    if (centroid >= first && centroid < end) {
                        add(points, point, centroid);
                    }
                }
            }
        });
        addDistances(points, distances);
    }

    private interface CentroidRangeTask {
        /** Processes the centroids from {@code first} (inclusive) to {@code end} (exclusive). */
        void run(int first, int end);
    }

    /**
     * Divides the centroids among threads; each sums the points of its centroids in the points' order, so no sum
     * depends on the number of threads.
     */
    private void forEachRange(CentroidRangeTask task) {
        List<Integer> parts = IntStream.range(0, threads).boxed().toList();
        Parallel.forEach(
                parts,
                threads,
                () -> part -> task.run((int) ((long) k * part / threads), (int) ((long) k * (part + 1) / threads)));
    }

    private void add(float[] points, int point, int centroid) {
        sizes[centroid]++;
        for (int d = 0; d < dimensions; d++) {
            sums[centroid * dimensions + d] += points[point * dimensions + d];
        }
    }

    private void remove(float[] points, int point, int centroid) {
        sizes[centroid]--;
        for (int d = 0; d < dimensions; d++) {
            sums[centroid * dimensions + d] -= points[point * dimensions + d];
        }
    }

    private void addDistances(float[] points, float[] distances) {
        for (float distance : distances) {
            objective += distance;
        }
        if (hasEmptyCentroid()) {
            addFarPoints(points, distances);
        }
    }

    /**
     * Returns whether a centroid has no points so far. If none is empty after some blocks, none is after the last
     * block; {@link #update} gets all points at once.
     */
    private boolean hasEmptyCentroid() {
        for (int size : sizes) {
            if (size == 0) {
                return true;
            }
        }
        return false;
    }

    private void addFarPoints(float[] points, float[] distances) {
        float minDistance =
                farPoints.size() < MAX_FAR_POINTS ? -1 : farPoints.peek().distance();
        for (int point = 0; point < distances.length; point++) {
            if (distances[point] > minDistance) {
                farPoints.add(new CentroidSums.FarPoint(
                        distances[point], Arrays.copyOfRange(points, point * dimensions, (point + 1) * dimensions)));
                if (farPoints.size() > MAX_FAR_POINTS) {
                    farPoints.remove();
                    minDistance = farPoints.peek().distance();
                }
            }
        }
    }

    /** Returns the sum of the points' squared distances to their centroids in this iteration. */
    public double objective() {
        return objective;
    }

    /** Returns the number of points of each centroid. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** Returns the mean of each centroid's points, (k, dimensions); 0 for empty centroids. */
    float[] means() {
        float[] means = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            int size = sizes[i / dimensions];
            means[i] = size == 0 ? 0 : (float) (sums[i] / size);
        }
        return means;
    }

    /**
     * Moves the empty centroids to the points that are farthest from their own centroids, the farthest point first.
     *
     * @return number of empty centroids
     */
    int reseed(float[] centroids) {
        List<CentroidSums.FarPoint> farthest = farPoints.stream()
                .sorted(Comparator.comparingDouble(CentroidSums.FarPoint::distance)
                        .reversed())
                .toList();
        int reseeded = 0;
        for (int centroid = 0; centroid < k; centroid++) {
            if (sizes[centroid] == 0) {
                float[] point = farthest.get(reseeded % farthest.size()).point();
                System.arraycopy(point, 0, centroids, centroid * dimensions, dimensions);
                reseeded++;
            }
        }
        return reseeded;
    }
}
