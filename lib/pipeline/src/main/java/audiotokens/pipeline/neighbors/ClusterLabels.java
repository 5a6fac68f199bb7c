package audiotokens.pipeline.neighbors;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The labels that a cluster of sounds is named by. */
final class ClusterLabels {
    private static final int MOST = 2;

    private ClusterLabels() {}

    /**
     * The labels with the highest mean score in a cluster, less that in the others: the first, and the second where it is
     * at least half as high. None where no label is more likely in the cluster than elsewhere.
     *
     * @param clusters of each sound
     */
    static List<Integer> of(List<ComparedSound> sounds, int[] clusters, int cluster) {
        int labels = sounds.getFirst().scores().length;
        double[] lift = new double[labels];
        int inside =
                (int) IntStream.of(clusters).filter(each -> each == cluster).count();
        int outside = clusters.length - inside;
        for (int sound = 0; sound < clusters.length; sound++) {
            double share = clusters[sound] == cluster ? 1.0 / inside : -1.0 / outside;
            for (int label = 0; label < labels; label++) {
                lift[label] += share * sounds.get(sound).scores()[label];
            }
        }
        List<Integer> ranked = IntStream.range(0, labels)
                .boxed()
                .filter(label -> lift[label] > 0)
                .sorted(Comparator.comparingDouble(label -> -lift[label]))
                .limit(MOST)
                .toList();
        return ranked.stream()
                .filter(label -> lift[label] >= lift[ranked.getFirst()] / 2)
                .toList();
    }
}
