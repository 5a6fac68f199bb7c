package audiotokens.bag;

import audiotokens.cluster.RowProducts;

/** Squared Euclidean distances between square-rooted bags: from 0 for equal bags to 2 for disjoint ones. */
final class BagDistances {
    private BagDistances() {}

    /**
     * Pairwise distances.
     *
     * @param ones (n, vocabulary)
     * @param others (m, vocabulary)
     * @return (n, m)
     */
    static float[] between(float[] ones, float[] others, int vocabulary) {
        int n = ones.length / vocabulary;
        int m = others.length / vocabulary;
        float[] distances = RowProducts.of(ones, n, vocabulary, others, m);
        float[] normsOfOnes = squaredNorms(ones, vocabulary);
        float[] normsOfOthers = squaredNorms(others, vocabulary);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                distances[i * m + j] = Math.max(0, normsOfOnes[i] + normsOfOthers[j] - 2 * distances[i * m + j]);
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

    /** The mean off-diagonal distance, from (n, n); 1 if all bags are equal. */
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
