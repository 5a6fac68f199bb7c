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
 * The vocabulary: centroids and the definition of their features. Tokenizes spectrograms. Immutable and thread-safe.
 */
public final class Codebook implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FrameFeatures features;
    private final float[] centroids;
    private final transient NearestCentroid search;

    /** @param centroids (vocabulary, features.size) */
    public Codebook(FrameFeatures features, float[] centroids) {
        if (centroids.length == 0 || centroids.length % features.size() != 0) {
            throw new IllegalArgumentException("the array of centroids has " + centroids.length
                    + " values; it must hold centroids of " + features.size() + " values each");
        }
        this.features = features;
        this.centroids = centroids;
        this.search = NearestCentroid.of(centroids, features.size());
    }

    /**
     * Reads centroids from a file written by {@link #write} or by the original Python implementation.
     *
     * @param centroids .npy file, float32 (vocabulary, features.size)
     * @throws IOException if the file cannot be read, or a centroid does not have features.size values; the message
     *     names the file
     */
    public static Codebook read(Path centroids, FrameFeatures features) throws IOException {
        NpyFile.Floats array = NpyFile.readFloats(centroids, 2);
        if (array.shape()[1] != features.size()) {
            throw new IOException(
                    centroids + " has " + array.shape()[1] + " features, but the configuration has " + features.size());
        }
        return new Codebook(features, array.values());
    }

    /** Writes the centroids to a file and the features' parameters to a folder. */
    public void write(Path centroidFile, Path featureFolder) throws IOException {
        features.write(featureFolder);
        NpyFile.write(centroidFile, centroids, vocabularySize(), features.size());
    }

    /** Returns the number of centroids. */
    public int vocabularySize() {
        return centroids.length / features.size();
    }

    /** Returns the definition of a frame's features. */
    public FrameFeatures features() {
        return features;
    }

    /** Returns one centroid: (features,). */
    public float[] centroid(int token) {
        int size = features.size();
        return Arrays.copyOfRange(centroids, token * size, (token + 1) * size);
    }

    /** Returns all centroids: (vocabulary, features). */
    public float[][] centroids() {
        float[][] rows = new float[vocabularySize()][];
        Arrays.setAll(rows, this::centroid);
        return rows;
    }

    /** Returns the centroids' coordinates on their first two principal components: (vocabulary, 2). */
    public double[][] projection() {
        int components = Math.min(2, features.size());
        return PrincipalComponents.of(centroids, features.size(), components).project(centroids);
    }

    /**
     * Finds the nearest centroid of each feature vector.
     *
     * @param points (n, features.size)
     * @param nearest output: index of each point's nearest centroid, (n,)
     * @param distances output: squared distance to it, (n,)
     */
    public void find(float[] points, int[] nearest, float[] distances) {
        search.find(points, 0, nearest.length, nearest, distances);
    }

    /**
     * Returns the squared distances of one feature vector to all centroids, (vocabulary,). The vector's token is the
     * index of the smallest.
     *
     * @param point (features.size,)
     * @throws IllegalArgumentException if the vector has a different length
     */
    public double[] distances(float[] point) {
        int size = features.size();
        if (point.length != size) {
            throw new IllegalArgumentException(
                    "a vector of " + point.length + " values does not match centroids of " + size);
        }
        double[] distances = new double[vocabularySize()];
        for (int i = 0; i < centroids.length; i++) {
            double difference = point[i % size] - centroids[i];
            distances[i / size] += difference * difference;
        }
        return distances;
    }

    /** Returns the token of each frame: the index of its nearest centroid, (nFrames,). */
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

    /** Serializes the codebook without the search structure, which is rebuilt. */
    private Object writeReplace() {
        return new SerializationProxy(features, centroids);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a codebook is serialized as its features and centroids");
    }

    private record SerializationProxy(FrameFeatures features, float[] centroids) implements Serializable {
        private Object readResolve() {
            return new Codebook(features, centroids);
        }
    }
}
