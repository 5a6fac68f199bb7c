package audiotokens.cluster;

import audiotokens.file.NpyFile;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The vocabulary: centroids, and the features they are centroids of. Turns spectrograms into tokens. Safe for use by
 * several threads.
 */
public final class Codebook implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FrameFeatures features;
    private final float[] centroids;
    private final transient NearestCentroid search;

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
     * Reads centroids, as {@link #write} or the original left them.
     *
     * @param centroids .npy file, float32 (vocabulary, features.size)
     * @throws IOException where the file cannot be read, or its rows are not as long as the features; the message says so
     */
    public static Codebook read(Path centroids, FrameFeatures features) throws IOException {
        NpyFile.Floats array = NpyFile.readFloats(centroids, 2);
        if (array.shape()[1] != features.size()) {
            throw new IOException(
                    centroids + " has " + array.shape()[1] + " features; the configuration makes " + features.size());
        }
        return new Codebook(features, array.values());
    }

    /** Writes the centroids, and the parameters of the features into a folder of their own. */
    public void write(Path centroidFile, Path featureFolder) throws IOException {
        features.write(featureFolder);
        NpyFile.write(centroidFile, centroids, vocabularySize(), features.size());
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
    public void find(float[] points, int[] nearest, float[] distances) {
        search.find(points, 0, nearest.length, nearest, distances);
    }

    /**
     * The squared distance of one feature vector to every centroid: (vocabulary,). The smallest is at the vector's token.
     *
     * @param point (features.size,)
     * @throws IllegalArgumentException where it has another length
     */
    public double[] distances(float[] point) {
        int size = features.size();
        if (point.length != size) {
            throw new IllegalArgumentException(
                    "a vector of " + point.length + " values has no distance to centroids of " + size);
        }
        double[] distances = new double[vocabularySize()];
        for (int i = 0; i < centroids.length; i++) {
            double difference = point[i % size] - centroids[i];
            distances[i / size] += difference * difference;
        }
        return distances;
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

    /** Without the search, which is built anew. */
    private Object writeReplace() {
        return new Plain(features, centroids);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a codebook is read as its features and centroids");
    }

    private record Plain(FrameFeatures features, float[] centroids) implements Serializable {
        private Object readResolve() {
            return new Codebook(features, centroids);
        }
    }
}
