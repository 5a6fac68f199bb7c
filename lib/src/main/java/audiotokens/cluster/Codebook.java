package audiotokens.cluster;

import audiotokens.config.Configuration;
import audiotokens.file.NpyFile;
import audiotokens.run.RunFolder;
import audiotokens.run.StageException;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The vocabulary: centroids, and the features they are centroids of. Turns spectrograms into tokens. Safe for use by
 * several threads.
 */
public final class Codebook {
    private final FrameFeatures features;
    private final float[] centroids;
    private final NearestCentroid search;

    /** @param centroids (vocabulary, features.size) */
    public Codebook(FrameFeatures features, float[] centroids) {
        if (centroids.length == 0 || centroids.length % features.size() != 0) {
            throw new IllegalArgumentException(
                    centroids.length + " values are no centroids of " + features.size() + " features");
        }
        this.features = features;
        this.centroids = centroids;
        this.search = NearestCentroid.of(centroids, features.size());
    }

    /**
     * The codebook of a run, as stage 3 or the original left it.
     *
     * @throws StageException where it is missing, or does not fit the configuration
     */
    public static Codebook read(Configuration configuration) {
        RunFolder folder = RunFolder.of(configuration);
        FrameFeatures features = FrameFeatures.read(featureFolder(folder), configuration);
        try {
            NpyFile.Floats array = NpyFile.readFloats(folder.centroids(), 2);
            if (array.shape()[1] != features.size()) {
                throw new StageException(folder.centroids() + " has " + array.shape()[1]
                        + " features; the configuration makes " + features.size()
                        + "; run the notebook 'clusters' again");
            }
            return new Codebook(features, array.values());
        } catch (IOException e) {
            throw new StageException("the centroids cannot be read; run the notebook 'clusters' first: " + e, e);
        }
    }

    /** Where the features' parameters lie. */
    public static Path featureFolder(RunFolder folder) {
        return folder.path().resolve("frame_features");
    }

    void write(RunFolder folder) throws IOException {
        features.write(featureFolder(folder));
        NpyFile.write(folder.centroids(), centroids, vocabularySize(), features.size());
    }

    /** Number of centroids. */
    public int vocabularySize() {
        return centroids.length / features.size();
    }

    /** The features of a frame. */
    public FrameFeatures features() {
        return features;
    }

    /** One centroid: (features,). */
    public float[] centroid(int token) {
        int size = features.size();
        return Arrays.copyOfRange(centroids, token * size, (token + 1) * size);
    }

    /** All centroids, one row each. */
    public float[][] centroids() {
        float[][] rows = new float[vocabularySize()][];
        Arrays.setAll(rows, this::centroid);
        return rows;
    }

    /** The centroids' coordinates along their first two principal components: one row (x, y) a centroid. */
    public double[][] projection() {
        int components = Math.min(2, features.size());
        return PrincipalComponents.of(centroids, features.size(), components).project(centroids);
    }

    /**
     * Finds the nearest centroid of feature vectors.
     *
     * @param points (n, features.size)
     * @param nearest receives the index of each point's nearest centroid
     * @param distances receives the squared distance to it
     */
    void find(float[] points, int[] nearest, float[] distances) {
        search.find(points, 0, nearest.length, nearest, distances);
    }

    /** The token of each frame: the index of its nearest centroid, (nFrames,). */
    public long[] tokenize(Spectrogram spectrogram) {
        float[] points = features.of(spectrogram);
        int[] nearest = new int[spectrogram.nFrames()];
        find(points, nearest, new float[nearest.length]);
        long[] tokens = new long[nearest.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = nearest[i];
        }
        return tokens;
    }
}
