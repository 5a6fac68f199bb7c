package audiotokens.training;

import audiotokens.file.NpyFile;
import audiotokens.run.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The nearest other centroids of each centroid, nearest first, by L2 distance.
 *
 * @param of (vocabularySize, {@link #COUNT})
 */
record SimilarTokens(long[][] of) {
    /** How many are kept. */
    static final int COUNT = 3;

    static SimilarTokens read(Path file) {
        NpyFile.Floats centroids = centroids(file);
        int rows = centroids.shape()[0];
        if (rows <= COUNT) {
            throw new StageException("tokenSubstitution needs more than " + COUNT + " centroids; " + file + " has "
                    + rows + ", so it may be 0");
        }
        return new SimilarTokens(IntStream.range(0, rows)
                .parallel()
                .mapToObj(row -> nearest(centroids, row))
                .toArray(long[][]::new));
    }

    static NpyFile.Floats centroids(Path file) {
        try {
            return NpyFile.readFloats(file, 2);
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the notebook 'clusters' first", e);
        }
    }

    private static long[] nearest(NpyFile.Floats centroids, int row) {
        double[] distances = IntStream.range(0, centroids.shape()[0])
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

    private static double squaredDistance(NpyFile.Floats centroids, int first, int second) {
        int features = centroids.shape()[1];
        double sum = 0;
        for (int i = 0; i < features; i++) {
            double difference =
                    centroids.values()[first * features + i] - centroids.values()[second * features + i];
            sum += difference * difference;
        }
        return sum;
    }
}
