package audiotokens.token;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How often each token occurs, and how near that is to Zipf's law: that the r-th most frequent token occurs in
 * proportion to 1/r. Source: G. K. Zipf, "Human Behavior and the Principle of Least Effort", 1949; fit and coverage as
 * the original's.
 *
 * @param counts occurrences by token id, also of tokens that never occur
 * @param ranking ids of the tokens that occur, most frequent first, of equal ones the lower id first
 */
public record TokenStatistics(long[] counts, List<Integer> ranking) {
    private static final double COVERED = 0.8;

    public TokenStatistics {
        ranking = List.copyOf(ranking);
    }

    /**
     * Computes the statistics.
     *
     * @param counts occurrences by token id
     */
    public static TokenStatistics of(long[] counts) {
        List<Integer> ranking = IntStream.range(0, counts.length)
                .filter(token -> counts[token] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(token -> -counts[token]))
                .toList();
        return new TokenStatistics(counts, ranking);
    }

    /** A straight line through log frequency over log rank, natural logarithms, of the middle 80 % of ranks. */
    public record ZipfFit(double slope, double intercept, double rSquared) {
        /** The frequency that the line gives a rank from 1. */
        public double frequency(int rank) {
            return Math.exp(intercept + slope * Math.log(rank));
        }
    }

    /** Occurrences of all tokens. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** Number of tokens that occur. */
    public int unique() {
        return ranking.size();
    }

    /** Occurrences by rank, the most frequent token's first. */
    public long[] frequencies() {
        return ranking.stream().mapToLong(token -> counts[token]).toArray();
    }

    /** Zipf's fit; NaN where fewer than two ranks are in the middle 80 %. */
    public ZipfFit zipf() {
        long[] frequencies = frequencies();
        SimpleRegression regression = new SimpleRegression();
        for (int i = (int) (0.1 * frequencies.length); i < (int) (0.9 * frequencies.length); i++) {
            regression.addData(Math.log(i + 1), Math.log((double) frequencies[i]));
        }
        return new ZipfFit(regression.getSlope(), regression.getIntercept(), regression.getRSquare());
    }

    /** How many ranks stay below 80 % of all occurrences: the tail begins behind them. */
    public int tailStart() {
        long[] frequencies = frequencies();
        long total = total();
        long sum = 0;
        for (int rank = 0; rank < frequencies.length; rank++) {
            sum += frequencies[rank];
            if ((double) sum / total >= COVERED) {
                return rank;
            }
        }
        return frequencies.length;
    }

    /** How many of the most frequent tokens make up 80 % of all occurrences. */
    public int coverage() {
        return Math.min(unique(), tailStart() + 1);
    }

    /** The share of the tokens that occur which lies in the tail, 0 to 1. */
    public double tailProportion() {
        return unique() == 0 ? 0 : 1 - (double) tailStart() / unique();
    }

    /** How many times more often the most frequent token occurs than the least frequent one that occurs; 0 for none. */
    public double maxMinRatio() {
        return ranking.isEmpty() ? 0 : (double) counts[ranking.getFirst()] / counts[ranking.getLast()];
    }
}
