package audiotokens.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Orders centroids so that nearby ones are adjacent and a search can skip whole groups. */
final class CentroidOrder {
    private final float[] centroids;
    private final int dimensions;
    private final int groupSize;
    private final Integer[] order;

    private CentroidOrder(float[] centroids, int dimensions, int groupSize) {
        this.centroids = centroids;
        this.dimensions = dimensions;
        this.groupSize = groupSize;
        this.order = IntStream.range(0, centroids.length / dimensions).boxed().toArray(Integer[]::new);
    }

    /**
     * Orders centroids in groups of nearby ones. All groups but the last are full.
     *
     * @param centroids (k, dimensions)
     * @param groupSize number of centroids per group
     * @return the centroid at each position, (k,)
     */
    static int[] of(float[] centroids, int dimensions, int groupSize) {
        CentroidOrder result = new CentroidOrder(centroids, dimensions, groupSize);
        result.divide(0, result.order.length);
        return Arrays.stream(result.order).mapToInt(Integer::intValue).toArray();
    }

    /** Divides the centroids recursively in half along the dimension of widest spread, until each part is one group. */
    private void divide(int from, int to) {
        if (to - from <= groupSize) {
            return;
        }
        int widest = widestDimension(from, to);
        Arrays.sort(order, from, to, Comparator.comparingDouble(centroid -> centroids[centroid * dimensions + widest]));
        int parts = (to - from + groupSize - 1) / groupSize;
        int middle = from + (parts + 1) / 2 * groupSize;
        divide(from, middle);
        divide(middle, to);
    }

    private int widestDimension(int from, int to) {
        int widest = 0;
        double max = -1;
        for (int d = 0; d < dimensions; d++) {
            double sum = 0;
            double squares = 0;
            for (int i = from; i < to; i++) {
                double value = centroids[order[i] * dimensions + d];
                sum += value;
                squares += value * value;
            }
            double variance = squares - sum * sum / (to - from);
            if (variance > max) {
                max = variance;
                widest = d;
            }
        }
        return widest;
    }
}
