package audiotokens.pipeline.neighbors;

import audiotokens.cluster.CentroidInitialization;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.Silhouette;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A clustering of points; clusters are ordered by size, largest first.
 *
 * @param clusters cluster index of each point, from 0
 * @param centers cluster centers, (count, dimensions)
 * @param count number of clusters, each with at least one point
 */
record SoundClusters(int[] clusters, float[] centers, int count) {
    private static final int MAX_CLUSTERS = 20;
    /**
     * Minimum number of clusters as a fraction of the square root of the number of points. Two clusters often have the
     * highest silhouette, but say little about a large folder.
     */
    private static final double MIN_CLUSTERS_PER_SQRT_POINT = 1.0 / 3;

    private static final int ITERATIONS = 100;
    private static final int RESTARTS = 8;

    /**
     * Finds clusters by k-means.
     *
     * @param points points, (n, dimensions), n at least 1
     * @param clusterCount number of clusters; if empty, the number with the highest mean silhouette, from a third of
     *     the square root of n, at least 2, to 20
     */
    static SoundClusters of(float[] points, int dimensions, OptionalInt clusterCount, long seed, int threads) {
        int pointCount = points.length / dimensions;
        if (pointCount == 1) {
            return new SoundClusters(new int[1], points.clone(), 1);
        }
        if (clusterCount.isPresent()) {
            return fit(points, dimensions, Math.min(clusterCount.getAsInt(), pointCount), seed, threads);
        }
        SoundClusters best = null;
        double bestSilhouette = Double.NEGATIVE_INFINITY;
        int minClusters = Math.clamp(Math.round(MIN_CLUSTERS_PER_SQRT_POINT * Math.sqrt(pointCount)), 2, MAX_CLUSTERS);
        for (int k = minClusters; k <= Math.min(MAX_CLUSTERS, pointCount - 1); k++) {
            SoundClusters candidate = fit(points, dimensions, k, seed, threads);
            double silhouette = Silhouette.mean(points, dimensions, candidate.clusters(), candidate.count(), threads);
            if (silhouette > bestSilhouette) {
                bestSilhouette = silhouette;
                best = candidate;
            }
        }
        return best == null ? fit(points, dimensions, 1, seed, threads) : best;
    }

    private static SoundClusters fit(float[] points, int dimensions, int k, long seed, int threads) {
        KMeans.Options options =
                new KMeans.Options(k, ITERATIONS, CentroidInitialization.KMEANSPLUSPLUS, RESTARTS, 1e-6, false);
        float[] centers = new KMeans(options, seed, threads)
                .fit(points, dimensions, (start, iteration, objective) -> {})
                .centroids();
        int[] nearest = new int[points.length / dimensions];
        for (int point = 0; point < nearest.length; point++) {
            for (int center = 1; center < k; center++) {
                if (squaredDistance(points, point, centers, center, dimensions)
                        < squaredDistance(points, point, centers, nearest[point], dimensions)) {
                    nearest[point] = center;
                }
            }
        }
        return sortedBySize(nearest, centers, k, dimensions);
    }

    private static SoundClusters sortedBySize(int[] nearest, float[] centers, int k, int dimensions) {
        int[] sizes = new int[k];
        for (int center : nearest) {
            sizes[center]++;
        }
        int[] order = IntStream.range(0, k)
                .filter(center -> sizes[center] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(center -> -sizes[center]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] renumbered = new int[k];
        float[] sortedCenters = new float[order.length * dimensions];
        for (int cluster = 0; cluster < order.length; cluster++) {
            renumbered[order[cluster]] = cluster;
            System.arraycopy(centers, order[cluster] * dimensions, sortedCenters, cluster * dimensions, dimensions);
        }
        int[] clusters = IntStream.of(nearest).map(center -> renumbered[center]).toArray();
        return new SoundClusters(clusters, sortedCenters, order.length);
    }

    int[] members(int cluster) {
        return IntStream.range(0, clusters.length)
                .filter(point -> clusters[point] == cluster)
                .toArray();
    }

    List<Integer> nearestToCenter(float[] points, int dimensions, int cluster, int max) {
        return IntStream.of(members(cluster))
                .boxed()
                .sorted(Comparator.comparingDouble(
                        point -> squaredDistance(points, point, centers, cluster, dimensions)))
                .limit(max)
                .toList();
    }

    private static double squaredDistance(float[] points, int point, float[] centers, int center, int dimensions) {
        double sum = 0;
        for (int d = 0; d < dimensions; d++) {
            double difference = points[point * dimensions + d] - centers[center * dimensions + d];
            sum += difference * difference;
        }
        return sum;
    }
}
