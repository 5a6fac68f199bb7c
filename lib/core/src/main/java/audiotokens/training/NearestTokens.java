package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.token.TokenStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * For each token of a codebook, the tokens with the nearest other centroids, in ascending order of L2 distance.
 *
 * @param neighbors ids of the nearest tokens, (vocabularySize, {@link #COUNT})
 */
record NearestTokens(long[][] neighbors) {
    /** Number of nearest tokens. */
    static final int COUNT = 3;

    /**
     * Returns one element per stream, for the stream's codebook; empty if the options do not substitute tokens.
     *
     * @param centroids one entry per codebook, ordered by the first token stream that uses it
     */
    static List<NearestTokens> of(TrainingOptions options, List<TokenStream> streams, List<TokenVectors> centroids) {
        if (options.tokenSubstitution() == 0) {
            return List.of();
        }
        List<String> codebooks =
                streams.stream().map(TokenStream::codebook).distinct().toList();
        List<NearestTokens> nearest = centroids.stream().map(NearestTokens::of).toList();
        return streams.stream()
                .map(stream -> nearest.get(codebooks.indexOf(stream.codebook())))
                .toList();
    }

    static NearestTokens of(TokenVectors centroids) {
        if (centroids.count() <= COUNT) {
            throw new AudioTokensException("tokenSubstitution needs more than " + COUNT + " centroids, but there are "
                    + centroids.count() + "; set tokenSubstitution=0");
        }
        return new NearestTokens(IntStream.range(0, centroids.count())
                .parallel()
                .mapToObj(row -> nearest(centroids, row))
                .toArray(long[][]::new));
    }

    /** Returns the nearest tokens of {@code row}; of tokens at the same distance, the one with the lower id is first. */
    private static long[] nearest(TokenVectors centroids, int row) {
        long[] tokens = new long[COUNT];
        double[] distances = new double[COUNT];
        int found = 0;
        for (int other = 0; other < centroids.count(); other++) {
            if (other == row) {
                continue;
            }
            double distance = squaredDistance(centroids, row, other);
            if (found == COUNT && Double.compare(distance, distances[COUNT - 1]) >= 0) {
                continue;
            }
            found = Math.min(found + 1, COUNT);
            int position = found - 1;
            for (; position > 0 && Double.compare(distance, distances[position - 1]) < 0; position--) {
                tokens[position] = tokens[position - 1];
                distances[position] = distances[position - 1];
            }
            tokens[position] = other;
            distances[position] = distance;
        }
        return tokens;
    }

    private static double squaredDistance(TokenVectors centroids, int first, int second) {
        int dimension = centroids.dimension();
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            double difference =
                    centroids.values()[first * dimension + i] - centroids.values()[second * dimension + i];
            sum += difference * difference;
        }
        return sum;
    }
}
