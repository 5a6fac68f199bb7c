package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.token.TokenStream;
import java.util.Comparator;
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

    private static long[] nearest(TokenVectors centroids, int row) {
        double[] distances = IntStream.range(0, centroids.count())
                .mapToDouble(other -> squaredDistance(centroids, row, other))
                .toArray();
        return IntStream.range(0, distances.length)
                .filter(other -> other != row)
                .boxed()
                .sorted(Comparator.comparingDouble(other -> distances[other]))
                .limit(COUNT)
                .mapToLong(Integer::longValue)
                .toArray();
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
