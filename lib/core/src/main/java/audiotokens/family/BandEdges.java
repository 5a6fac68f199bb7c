package audiotokens.family;

import java.util.Arrays;

/** Boundaries of adjacent bands of modulation-frequency bins, or of adjacent ranges of autocorrelation lags. */
final class BandEdges {
    private BandEdges() {}

    /**
     * Returns at most {@code count} edges from {@code first} to {@code last}, geometrically spaced and rounded, without
     * duplicates.
     */
    static int[] geometric(int first, int last, int count) {
        double[] exact = new double[count];
        Arrays.setAll(exact, i -> first * Math.pow((double) last / first, (double) i / (count - 1)));
        return Arrays.stream(exact)
                .mapToInt(edge -> (int) Math.rint(edge))
                .distinct()
                .toArray();
    }

    /** Checks that edges are ascending and within 0 to {@code last}. */
    static void check(int[] edges, int last) {
        boolean ascending = edges.length > 1 && edges[0] >= 0 && edges[edges.length - 1] <= last;
        for (int i = 1; i < edges.length; i++) {
            ascending &= edges[i] > edges[i - 1];
        }
        if (!ascending) {
            throw new IllegalArgumentException(
                    "edges " + Arrays.toString(edges) + " must ascend, from at least 0 to at most " + last);
        }
    }
}
