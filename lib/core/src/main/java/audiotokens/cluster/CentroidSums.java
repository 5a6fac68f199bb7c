package audiotokens.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points aggregated by nearest centroid: sum and count of each centroid's points, the sum of squared distances, and the
 * points with the largest distances. Serializable and mergeable; merging the same parts in the same order gives
 * bit-identical sums, no matter where the parts were computed.
 */
public final class CentroidSums implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Comparator<FarPoint> FARTHEST_FIRST =
            Comparator.comparingDouble(FarPoint::distance).reversed();

    private final double[] sums;
    private final int[] sizes;
    private final ArrayList<FarPoint> farPoints;
    private double objective;

    /** A point and its squared distance to its centroid. */
    record FarPoint(float distance, float[] point) implements Serializable {}

    private CentroidSums(double[] sums, int[] sizes) {
        this.sums = sums;
        this.sizes = sizes;
        this.farPoints = new ArrayList<>();
    }

    /** Creates empty sums. */
    public static CentroidSums zero(int k, int dimensions) {
        return new CentroidSums(new double[k * dimensions], new int[k]);
    }

    /**
     * Computes the sums of points.
     *
     * @param points (n, dimensions)
     * @param search finds the nearest of {@code k} centroids
     */
    public static CentroidSums of(float[] points, int k, int dimensions, NearestCentroid search) {
        int count = points.length / dimensions;
        int[] nearest = new int[count];
        float[] distances = new float[count];
        search.find(points, 0, count, nearest, distances);
        CentroidSums sums = zero(k, dimensions);
        for (int point = 0; point < count; point++) {
            int centroid = nearest[point];
            sums.sizes[centroid]++;
            for (int d = 0; d < dimensions; d++) {
                sums.sums[centroid * dimensions + d] += points[point * dimensions + d];
            }
            sums.objective += distances[point];
        }
        IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer point) -> distances[point])
                        .reversed())
                .limit(CentroidMeans.MAX_FAR_POINTS)
                .map(point -> new FarPoint(
                        distances[point], Arrays.copyOfRange(points, point * dimensions, (point + 1) * dimensions)))
                .forEach(sums.farPoints::add);
        return sums;
    }

    /**
     * Merges these sums with others. Only the returned object may be used afterwards.
     *
     * @param next sums of the points that follow those of this object
     */
    public CentroidSums merge(CentroidSums next) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += next.sums[i];
        }
        for (int centroid = 0; centroid < sizes.length; centroid++) {
            sizes[centroid] += next.sizes[centroid];
        }
        objective += next.objective;
        farPoints.addAll(next.farPoints);
        farPoints.sort(FARTHEST_FIRST);
        if (farPoints.size() > CentroidMeans.MAX_FAR_POINTS) {
            farPoints.subList(CentroidMeans.MAX_FAR_POINTS, farPoints.size()).clear();
        }
        return this;
    }

    /** Returns the size of the sums and of the maximum number of far points, in bytes. */
    public long approximateBytes() {
        long dimensions = sums.length / sizes.length;
        return (long) sums.length * Double.BYTES + CentroidMeans.MAX_FAR_POINTS * dimensions * Float.BYTES;
    }

    double[] sums() {
        return sums;
    }

    int[] sizes() {
        return sizes;
    }

    double objective() {
        return objective;
    }

    List<FarPoint> farPoints() {
        return farPoints;
    }
}
