package audiotokens.family;

import audiotokens.cluster.CentroidInitialization;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.NearestThree;
import audiotokens.cluster.PrincipalComponents;
import audiotokens.cluster.UnitNorm;
import audiotokens.cluster.Whitener;
import audiotokens.cluster.Whitening;
import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The codebook of a family: whitening and centroids with unit L2 norm, fitted on training clips.
 *
 * @param family the family
 * @param whitening whitening of the family's vectors
 * @param centroids (vocabulary size, dimensions); not copied; do not modify
 */
public record FamilyCodebook(FeatureFamily family, Whitening whitening, float[] centroids) {
    private static final int VECTORS_FOR_WHITENING = 15_000;
    private static final int VECTORS_FOR_CENTROIDS = 32_000;
    private static final int VECTORS_PER_CLIP = 100;
    private static final int ITERATIONS = 10;
    private static final int VECTORS_PER_TASK = 1_024;

    public FamilyCodebook {
        int size = family.extractor().size(family.frontEnd().nMels());
        if (whitening.mean().length != size || whitening.size() != family.dimensions()) {
            throw new IllegalArgumentException(
                    family.name() + ": the whitening maps " + whitening.mean().length + " values to " + whitening.size()
                            + ", but this family needs it to map " + size + " values to " + family.dimensions());
        }
        if (centroids.length % family.dimensions() != 0 || centroids.length / family.dimensions() < SoftTokens.RANKS) {
            throw new IllegalArgumentException(family.name() + ": the array of centroids has " + centroids.length
                    + " values; it must hold at least " + SoftTokens.RANKS + " centroids of "
                    + family.dimensions() + " values each");
        }
    }

    /** Creates a collector that samples the training vectors for {@link #fit}. */
    static VectorSample newSample(long seed) {
        return new VectorSample(VECTORS_PER_CLIP, VECTORS_FOR_CENTROIDS, seed);
    }

    /**
     * Fits a family's codebook: PCA whitening, unit L2 norm, spherical k-means. The vocabulary is smaller if there are
     * fewer vectors than centroids.
     *
     * @param vectors (n, size) in random order, n at least 3
     * @throws IllegalArgumentException if n is less than 3
     */
    static FamilyCodebook fit(FeatureFamily family, float[] vectors, long seed, int threads) {
        int size = family.extractor().size(family.frontEnd().nMels());
        int count = vectors.length / size;
        if (count < SoftTokens.RANKS) {
            throw new IllegalArgumentException(family.name() + ": there are " + count
                    + " training vectors, but at least " + SoftTokens.RANKS + " are needed; use more or longer clips");
        }
        float[] subset = Arrays.copyOf(vectors, Math.min(count, VECTORS_FOR_WHITENING) * size);
        Whitening whitening = PrincipalComponents.of(subset, size, family.dimensions(), threads)
                .whitening(1);
        float[] points = whiten(whitening, vectors, threads);
        KMeans.Options options = new KMeans.Options(
                Math.min(family.vocabularySize(), count), ITERATIONS, CentroidInitialization.RANDOM, 1, 0, true);
        float[] centroids = new KMeans(options, seed, threads)
                .fit(points, family.dimensions(), (start, iteration, objective) -> {})
                .centroids();
        return new FamilyCodebook(family, whitening, centroids);
    }

    private static float[] whiten(Whitening whitening, float[] vectors, int threads) {
        int size = whitening.mean().length;
        int count = vectors.length / size;
        float[] points = new float[count * whitening.size()];
        Whitener whitener = new Whitener(whitening);
        ParallelMap.map(Math.ceilDiv(count, VECTORS_PER_TASK), threads, () -> task -> {
            int first = task * VECTORS_PER_TASK;
            float[] whitened = whiten(whitener, vectors, first, Math.min(VECTORS_PER_TASK, count - first));
            System.arraycopy(whitened, 0, points, first * whitening.size(), whitened.length);
            return task;
        });
        return points;
    }

    private static float[] whiten(Whitener whitener, float[] vectors, int first, int count) {
        float[] points = whitener.apply(vectors, first, count);
        UnitNorm.scale(points, whitener.size());
        return points;
    }

    /** Returns the number of centroids: the family's vocabulary size, or less if there were fewer training vectors. */
    public int vocabularySize() {
        return centroids.length / family.dimensions();
    }

    /** What {@link #tokenize(FeatureVectors, Searcher)} prepares once for many clips. Thread-safe. */
    record Searcher(Whitener whitener, NearestThree nearestThree) {}

    Searcher newSearcher() {
        return new Searcher(new Whitener(whitening), NearestThree.of(centroids, family.dimensions()));
    }

    /** Tokenizes a clip's vectors. */
    public SoftTokens tokenize(FeatureVectors vectors) {
        return tokenize(vectors, newSearcher());
    }

    /**
     * Tokenizes a clip's vectors.
     *
     * @param searcher from {@link #newSearcher}; create it once and reuse it for many clips
     */
    SoftTokens tokenize(FeatureVectors vectors, Searcher searcher) {
        int[] tokens = new int[SoftTokens.RANKS * vectors.count()];
        float[] points = whiten(searcher.whitener(), vectors.values(), 0, vectors.count());
        searcher.nearestThree().find(points, 0, vectors.count(), tokens);
        return new SoftTokens(vocabularySize(), tokens, vectors.seconds(), vectors.positions(), vectors.levels());
    }

    /** Writes {@code NAME.mean.npy}, {@code NAME.components.npy} and {@code NAME.centroids.npy}, float32. */
    public void save(Path folder) throws IOException {
        NpyFile.write(file(folder, family, "mean"), whitening.mean(), whitening.mean().length);
        NpyFile.write(
                file(folder, family, "components"), whitening.components(), whitening.size(), whitening.mean().length);
        NpyFile.write(file(folder, family, "centroids"), centroids, vocabularySize(), family.dimensions());
    }

    /**
     * Reads a codebook that {@link #save} wrote.
     *
     * @throws IOException if a file is missing, damaged or of another family; the message names the file or family
     */
    public static FamilyCodebook load(FeatureFamily family, Path folder) throws IOException {
        float[] mean = NpyFile.readFloats(file(folder, family, "mean"), 1).values();
        float[] components =
                NpyFile.readFloats(file(folder, family, "components"), 2).values();
        float[] centroids =
                NpyFile.readFloats(file(folder, family, "centroids"), 2).values();
        try {
            return new FamilyCodebook(family, new Whitening(mean, components), centroids);
        } catch (IllegalArgumentException e) {
            throw new IOException(folder + " has no codebook of this family: " + e.getMessage(), e);
        }
    }

    private static Path file(Path folder, FeatureFamily family, String array) {
        return folder.resolve(family.name() + "." + array + ".npy");
    }
}
