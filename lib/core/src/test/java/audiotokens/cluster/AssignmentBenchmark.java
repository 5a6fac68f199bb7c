package audiotokens.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finds the nearest of k centroids for 16,000 points of 64 dimensions, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class AssignmentBenchmark {
    private static final int N_POINTS = 16_000;
    private static final int DIMENSIONS = 64;

    @Param({"500", "2000"})
    public int k;

    private final float[] points = new float[N_POINTS * DIMENSIONS];
    private final int[] nearest = new int[N_POINTS];
    private final float[] distances = new float[N_POINTS];
    private float[] centroids;

    @Setup
    public void fillRandomly() {
        Random random = new Random(1);
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        centroids = Arrays.copyOf(points, k * DIMENSIONS);
    }

    @Benchmark
    public int[] vector() {
        new VectorNearestCentroid(centroids, DIMENSIONS).find(points, 0, N_POINTS, nearest, distances);
        return nearest;
    }

    /** The same search with DJL: a matrix product in PyTorch's engine, then argMax. */
    @Benchmark
    public long[] djl() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(points, new Shape(N_POINTS, DIMENSIONS));
            NDArray c = manager.create(centroids, new Shape(k, DIMENSIONS));
            NDArray halfNorms = c.square().sum(new int[] {1}).div(2);
            return x.dot(c.transpose()).sub(halfNorms).argMax(1).toLongArray();
        }
    }

    @Benchmark
    public int[] scalar() {
        new ScalarNearestCentroid(centroids, DIMENSIONS).find(points, 0, N_POINTS, nearest, distances);
        return nearest;
    }
}
