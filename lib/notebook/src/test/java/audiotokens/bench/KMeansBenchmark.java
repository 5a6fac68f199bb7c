package audiotokens.bench;

import audiotokens.cluster.CentroidInitialization;
import audiotokens.cluster.KMeans;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import smile.clustering.CentroidClustering;

/** Five iterations of k-means with 100 centroids over 16,000 points of 64 dimensions, on all cores. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class KMeansBenchmark {
    private static final int N_POINTS = 16_000;
    private static final int DIMENSIONS = 64;
    private static final int N_CENTROIDS = 100;
    private static final int N_ITERATIONS = 5;

    private final float[] points = new float[N_POINTS * DIMENSIONS];
    private final float[][] rows = new float[N_POINTS][DIMENSIONS];

    public KMeansBenchmark() {
        Random random = new Random(1);
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
            rows[i / DIMENSIONS][i % DIMENSIONS] = points[i];
        }
    }

    @Benchmark
    public KMeans.Result audioTokens() {
        KMeans.Options options =
                new KMeans.Options(N_CENTROIDS, N_ITERATIONS, CentroidInitialization.KMEANSPLUSPLUS, 1, 0, false);
        return new KMeans(options, 1, Runtime.getRuntime().availableProcessors())
                .fit(points, DIMENSIONS, (start, iteration, objective) -> {});
    }

    /** Smile's k-means, for comparison; it also starts with k-means++. */
    @Benchmark
    public CentroidClustering<float[], float[]> smile() {
        return smile.clustering.KMeans.fit(rows, N_CENTROIDS, N_ITERATIONS);
    }
}
