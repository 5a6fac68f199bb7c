package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KMeansTest {
    private static final KMeans.Listener NO_LISTENER = (start, iteration, objective) -> {};

    @ParameterizedTest
    @EnumSource
    void theObjectiveNeverIncreasesAndEndsAtMost5PercentAboveThatOfFaiss(CentroidInitialization initialization) {
        Golden golden = Golden.read("tokens.npz");
        float[] frames = golden.get("frames").floats();
        UnitNorm.scale(frames, 64);
        double[] faissObjective = golden.get("kmeans_objective").values();
        KMeans.Result result = new KMeans(new KMeans.Options(50, 12, initialization, 1, 0, false), 4242, 2)
                .fit(frames, 64, NO_LISTENER);
        double[] objective = result.objective();
        assertEquals(12, objective.length);
        for (int i = 1; i < 12; i++) {
            assertTrue(objective[i] <= objective[i - 1] * (1 + 1e-6), Arrays.toString(objective));
        }
        assertTrue(
                objective[11] < 1.05 * faissObjective[11], objective[11] + ", but faiss reaches " + faissObjective[11]);
        assertEquals(1034, Arrays.stream(result.sizes()).sum());
    }

    @Test
    void theCentroidsAreBitIdenticalForAnyNumberOfThreads() {
        float[] points = blobs(3000, 8, 7);
        KMeans.Options options = new KMeans.Options(20, 5, CentroidInitialization.RANDOM, 1, 0, false);
        float[] singleThreaded =
                new KMeans(options, 1, 1).fit(points, 8, NO_LISTENER).centroids();
        float[] parallel = new KMeans(options, 1, 3).fit(points, 8, NO_LISTENER).centroids();
        assertArrayEquals(singleThreaded, parallel);
    }

    @Test
    void sumsOfRemotePointsGiveTheSameCentroidsAsPointsInMemory() {
        float[] points = blobs(3000, 8, 7);
        PointBlocks remotePoints = new PointBlocks() {
            @Override
            public int dimensions() {
                return 8;
            }

            @Override
            public int nBlocks() {
                return 2;
            }

            @Override
            public float[] block(int index) {
                throw new AssertionError("the points must not be read");
            }

            @Override
            public Optional<CentroidSums> sums(float[] centroids) {
                CentroidSums total = CentroidSums.zero(20, 8);
                for (int start = 0; start < points.length; start += 1000 * 8) {
                    float[] block = Arrays.copyOfRange(points, start, start + 1000 * 8);
                    total = total.merge(CentroidSums.of(block, 20, 8, NearestCentroid.of(centroids, 8)));
                }
                return Optional.of(total);
            }
        };
        KMeans kMeans = new KMeans(new KMeans.Options(20, 5, CentroidInitialization.RANDOM, 1, 0, false), 1, 2);
        KMeans.Result inMemoryResult = kMeans.fit(points, 8, NO_LISTENER);
        KMeans.Result remoteResult = kMeans.fit(remotePoints, points, NO_LISTENER);

        assertArrayEquals(inMemoryResult.centroids(), remoteResult.centroids(), 1e-6f);
        assertArrayEquals(
                inMemoryResult.objective(),
                remoteResult.objective(),
                1e-5 * inMemoryResult.objective()[0]);
        assertArrayEquals(inMemoryResult.sizes(), remoteResult.sizes());
    }

    @Test
    void theCentroidOfAnEmptyClusterMovesToTheFarthestPointInTheMergedSums() {
        float[] near = {0, 0, 1, 1};
        float[] farther = {0, 9, 2, 2};
        NearestCentroid search = NearestCentroid.of(new float[] {0, 0, -50, -50}, 2);
        CentroidSums mergedSums = CentroidSums.of(near, 2, 2, search).merge(CentroidSums.of(farther, 2, 2, search));
        CentroidMeans means = new CentroidMeans(2, 2, 1);
        means.set(mergedSums);
        float[] centroids = means.means();

        assertEquals(1, means.reseed(centroids));
        assertArrayEquals(new float[] {0.75f, 3, 0, 9}, centroids);
    }

    @Test
    void moreCentroidsThanDistinctPointsDoNotProduceNaN() {
        float[] points = new float[100 * 4];
        Arrays.fill(points, 200, 400, 1);
        KMeans.Result result = new KMeans(new KMeans.Options(10, 4, CentroidInitialization.RANDOM, 1, 0, false), 3, 2)
                .fit(points, 4, NO_LISTENER);
        for (float value : result.centroids()) {
            assertTrue(value >= 0 && value <= 1, "value " + value);
        }
        assertEquals(0, result.objective()[3]);
    }

    @Test
    void initialCentroidsAreDistinct() {
        float[] points = blobs(500, 2, 9);
        for (int i = 0; i < 2 * 490; i++) {
            points[i] = 0.25f;
        }
        KMeans.Result result = new KMeans(new KMeans.Options(8, 10, CentroidInitialization.RANDOM, 1, 0, false), 5, 2)
                .fit(points, 2, NO_LISTENER);
        assertEquals(0, result.reseeded());
        assertTrue(Arrays.stream(result.sizes()).allMatch(size -> size > 0), Arrays.toString(result.sizes()));
    }

    @Test
    void restartsNeverIncreaseTheObjective() {
        float[] points = blobs(2000, 4, 11);
        double objectiveWithoutRestarts =
                finalObjective(new KMeans.Options(30, 6, CentroidInitialization.RANDOM, 1, 0, false), points);
        double objectiveWithRestarts =
                finalObjective(new KMeans.Options(30, 6, CentroidInitialization.RANDOM, 5, 0, false), points);
        assertTrue(
                objectiveWithRestarts <= objectiveWithoutRestarts,
                objectiveWithRestarts + " is more than " + objectiveWithoutRestarts);
    }

    @Test
    void aToleranceStopsTheIterationsEarly() {
        float[] points = blobs(2000, 4, 11);
        KMeans.Options options = new KMeans.Options(10, 100, CentroidInitialization.RANDOM, 1, 0.01, false);
        int iterations = new KMeans(options, 1, 2).fit(points, 4, NO_LISTENER).objective().length;
        assertTrue(iterations > 1 && iterations < 100, "iterations " + iterations);
    }

    @Test
    void sphericalCentroidsHaveUnitNorm() {
        KMeans.Options options = new KMeans.Options(10, 5, CentroidInitialization.KMEANSPLUSPLUS, 1, 0, true);
        float[] centroids =
                new KMeans(options, 1, 2).fit(blobs(500, 4, 2), 4, NO_LISTENER).centroids();
        for (int i = 0; i < 10; i++) {
            assertEquals(1, NearestCentroid.squaredNorm(centroids, i, 4), 1e-5);
        }
    }

    @Test
    void fewerPointsThanCentroidsAreRejected() {
        KMeans kMeans = new KMeans(new KMeans.Options(5, 5, CentroidInitialization.RANDOM, 1, 0, false), 1, 1);
        assertThrows(IllegalArgumentException.class, () -> kMeans.fit(new float[4 * 2], 2, NO_LISTENER));
    }

    private static double finalObjective(KMeans.Options options, float[] points) {
        double[] objective =
                new KMeans(options, 1, 2).fit(points, 4, NO_LISTENER).objective();
        return objective[objective.length - 1];
    }

    private static float[] blobs(int count, int dimensions, long seed) {
        Random random = new Random(seed);
        float[] points = new float[count * dimensions];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (random.nextGaussian() * 0.2 + i / dimensions % 5);
        }
        return points;
    }
}
