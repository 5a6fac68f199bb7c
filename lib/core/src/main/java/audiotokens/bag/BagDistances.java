package audiotokens.bag;

import audiotokens.cluster.RowProducts;

/** Squared Euclidean distances between square-rooted bags: from 0 for equal bags to 2 for disjoint ones. */
final class BagDistances {
    private BagDistances() {}

    /**
     * Computes the pairwise distances.
     *
     * @param first (n, vocabulary)
     * @param second (m, vocabulary)
     * @return (n, m)
     */
    static float[] between(float[] first, float[] second, int vocabulary) {
        int n = first.length / vocabulary;
        int m = second.length / vocabulary;
        // dot products, overwritten by the distances
        float[] distances = RowProducts.of(first, n, vocabulary, second, m);
        float[] firstSquaredNorms = squaredNorms(first, vocabulary);
        float[] secondSquaredNorms = squaredNorms(second, vocabulary);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                distances[i * m + j] =
                        Math.max(0, firstSquaredNorms[i] + secondSquaredNorms[j] - 2 * distances[i * m + j]);
            }
        }
        return distances;
    }

    private static float[] squaredNorms(float[] bags, int vocabulary) {
        float[] norms = new float[bags.length / vocabulary];
        for (int i = 0; i < norms.length; i++) {
            double sum = 0;
            for (int token = i * vocabulary; token < (i + 1) * vocabulary; token++) {
                sum += (double) bags[token] * bags[token];
            }
            norms[i] = (float) sum;
        }
        return norms;
    }

    /**
     * Returns the mean off-diagonal distance of a matrix (n, n); 1 instead of 0 if all bags are equal, since it is a
     * divisor.
     */
    static double mean(float[] distances, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += i == j ? 0 : distances[i * n + j];
            }
        }
        return sum > 0 ? sum / ((double) n * (n - 1)) : 1;
    }
}
