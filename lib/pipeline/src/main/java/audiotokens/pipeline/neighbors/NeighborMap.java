package audiotokens.pipeline.neighbors;

import audiotokens.cluster.PrincipalCoordinates;
import audiotokens.cluster.RowProducts;
import audiotokens.label.LabelIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * A two-dimensional map on which recordings with similar tokens are close together, and their clusters.
 *
 * <p>The distance of two recordings is the Hellinger distance, as the root mean square over the codebooks. The map is
 * the first two principal coordinates; k-means clusters the recordings by their first 32 principal coordinates, or all
 * if there are fewer.
 *
 * @param sounds the recordings, in the order of the points
 * @param points one point per recording
 * @param clusters clusters, largest first
 */
public record NeighborMap(List<ComparedSound> sounds, List<Point> points, List<Cluster> clusters) {
    /** Maximum number of recordings: the pairwise distances of more recordings would not fit into memory. */
    public static final int MAX_SOUNDS = 10_000;

    private static final int MAX_COMPONENTS = 32;
    private static final int NEIGHBORS_PER_POINT = 5;
    private static final int TYPICAL_PER_CLUSTER = 3;
    private static final Comparator<Neighbor> NEAREST_FIRST =
            Comparator.comparingDouble(Neighbor::distance).thenComparingInt(Neighbor::sound);

    public NeighborMap {
        sounds = List.copyOf(sounds);
        points = List.copyOf(points);
        clusters = List.copyOf(clusters);
    }

    /**
     * The position of a recording.
     *
     * @param x first principal coordinate
     * @param y second principal coordinate
     * @param cluster index of its cluster, from 0
     * @param nearest the recordings with the most similar tokens, nearest first
     */
    public record Point(double x, double y, int cluster, List<Neighbor> nearest) {
        public Point {
            nearest = List.copyOf(nearest);
        }
    }

    /**
     * A neighboring recording.
     *
     * @param sound index of the recording, from 0
     * @param distance distance from 0 (equal token frequencies) to 1 (no common token)
     */
    public record Neighbor(int sound, double distance) {}

    /**
     * A cluster of recordings.
     *
     * @param labels indices of the labels with a higher mean score in the cluster than elsewhere, most characteristic
     *     first
     * @param typical indices of the recordings nearest to its center, nearest first
     * @param size number of recordings
     */
    public record Cluster(List<Integer> labels, List<Integer> typical, int size) {
        public Cluster {
            labels = List.copyOf(labels);
            typical = List.copyOf(typical);
        }
    }

    /**
     * Computes the map.
     *
     * @param sounds at least one recording; all bags have the same vocabulary
     * @param clusterCount number of clusters; if empty, the number up to 20 with the highest mean silhouette
     * @param seed seed of k-means and of the eigenvector iteration
     * @param threads number of threads
     */
    public static NeighborMap of(List<ComparedSound> sounds, OptionalInt clusterCount, long seed, int threads) {
        int nSounds = sounds.size();
        float[] innerProducts = innerProducts(sounds);
        int nComponents = Math.clamp(nSounds - 1, 2, MAX_COMPONENTS);
        float[] coordinates = PrincipalCoordinates.of(innerProducts, nSounds, nComponents, seed)
                .values();
        SoundClusters clustering = SoundClusters.of(coordinates, nComponents, clusterCount, seed, threads);
        List<Point> points = new ArrayList<>();
        for (int sound = 0; sound < nSounds; sound++) {
            points.add(new Point(
                    coordinates[sound * nComponents],
                    coordinates[sound * nComponents + 1],
                    clustering.clusters()[sound],
                    nearest(innerProducts, nSounds, sound)));
        }
        List<Cluster> clusters = new ArrayList<>();
        for (int cluster = 0; cluster < clustering.count(); cluster++) {
            clusters.add(new Cluster(
                    ClusterLabels.of(sounds, clustering.clusters(), cluster),
                    clustering.nearestToCenter(coordinates, nComponents, cluster, TYPICAL_PER_CLUSTER),
                    clustering.members(cluster).length));
        }
        return new NeighborMap(sounds, points, clusters);
    }

    /** Returns the names of a cluster's labels; if it has none, the file name of its most typical recording. */
    public String name(int cluster, LabelIndex labels) {
        Cluster named = clusters.get(cluster);
        return named.labels().isEmpty()
                ? sounds.get(named.typical().getFirst()).file().getFileName().toString()
                : named.labels().stream().map(label -> labels.get(label).name()).collect(Collectors.joining("; "));
    }

    private static float[] innerProducts(List<ComparedSound> sounds) {
        int nTokens = sounds.getFirst().bag().length;
        float[] bags = new float[sounds.size() * nTokens];
        for (int sound = 0; sound < sounds.size(); sound++) {
            System.arraycopy(sounds.get(sound).bag(), 0, bags, sound * nTokens, nTokens);
        }
        return RowProducts.of(bags, sounds.size(), nTokens, bags, sounds.size());
    }

    private static List<Neighbor> nearest(float[] innerProducts, int nSounds, int sound) {
        PriorityQueue<Neighbor> nearest = new PriorityQueue<>(NEAREST_FIRST.reversed());
        for (int other = 0; other < nSounds; other++) {
            if (other != sound) {
                nearest.add(new Neighbor(other, distance(innerProducts, nSounds, sound, other)));
                if (nearest.size() > NEIGHBORS_PER_POINT) {
                    nearest.remove();
                }
            }
        }
        return nearest.stream().sorted(NEAREST_FIRST).toList();
    }

    private static double distance(float[] innerProducts, int nSounds, int sound, int other) {
        double squaredNorm = innerProducts[sound * nSounds + sound];
        double otherSquaredNorm = innerProducts[other * nSounds + other];
        double halfSquaredDistance =
                (squaredNorm + otherSquaredNorm - 2.0 * innerProducts[sound * nSounds + other]) / 2;
        return Math.sqrt(Math.clamp(halfSquaredDistance, 0, 1));
    }
}
