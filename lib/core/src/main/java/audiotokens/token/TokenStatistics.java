package audiotokens.token;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Token frequencies and their fit to Zipf's law, which states that the r-th most frequent token occurs in proportion to
 * 1/r. Source: G. K. Zipf, "Human Behavior and the Principle of Least Effort", 1949; fit and coverage as in the
 * original Python implementation.
 *
 * @param counts number of occurrences of each token, by token id; 0 for tokens that never occur
 * @param ranking ids of the tokens that occur, in descending order of frequency, then ascending id
 */
public record TokenStatistics(long[] counts, List<Integer> ranking) {
    private static final double COVERED_SHARE = 0.8;

    public TokenStatistics {
        ranking = List.copyOf(ranking);
    }

    /**
     * Computes the statistics.
     *
     * @param counts number of occurrences of each token, by token id
     */
    public static TokenStatistics of(long[] counts) {
        List<Integer> ranking = IntStream.range(0, counts.length)
                .filter(token -> counts[token] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(token -> -counts[token]))
                .toList();
        return new TokenStatistics(counts, ranking);
    }

    /** Least-squares fit of log frequency on log rank (natural logarithms), over the middle 80% of ranks. */
    public record ZipfFit(double slope, double intercept, double rSquared) {
        /** Returns the fitted frequency at a rank, from 1. */
        public double frequency(int rank) {
            return Math.exp(intercept + slope * Math.log(rank));
        }
    }

    /** Returns the total count of all tokens. */
    public long nTokens() {
        return Arrays.stream(counts).sum();
    }

    /** Returns the number of distinct tokens that occur. */
    public int nUnique() {
        return ranking.size();
    }

    /** Returns the counts in descending order. */
    public long[] frequencies() {
        return ranking.stream().mapToLong(token -> counts[token]).toArray();
    }

    /** Returns the fit to Zipf's law; NaN if fewer than two ranks are in the middle 80%. */
    public ZipfFit zipf() {
        long[] frequencies = frequencies();
        SimpleRegression regression = new SimpleRegression();
        for (int i = (int) (0.1 * frequencies.length); i < (int) (0.9 * frequencies.length); i++) {
            regression.addData(Math.log(i + 1), Math.log((double) frequencies[i]));
        }
        return new ZipfFit(regression.getSlope(), regression.getIntercept(), regression.getRSquare());
    }

    /** Returns the number of ranks whose cumulative count stays below 80% of the total; the tail starts after them. */
    public int tailStart() {
        long[] frequencies = frequencies();
        long total = nTokens();
        long sum = 0;
        for (int rank = 0; rank < frequencies.length; rank++) {
            sum += frequencies[rank];
            if ((double) sum / total >= COVERED_SHARE) {
                return rank;
            }
        }
        return frequencies.length;
    }

    /** Returns the number of most frequent tokens that make up 80% of the total. */
    public int coverage() {
        return Math.min(nUnique(), tailStart() + 1);
    }

    /** Returns the fraction of the distinct tokens that are in the tail, from 0 to 1. */
    public double tailProportion() {
        return nUnique() == 0 ? 0 : 1 - (double) tailStart() / nUnique();
    }

    /** Returns the ratio of the highest count to the lowest nonzero count; 0 if there are no tokens. */
    public double maxMinRatio() {
        return ranking.isEmpty() ? 0 : (double) counts[ranking.getFirst()] / counts[ranking.getLast()];
    }
}
