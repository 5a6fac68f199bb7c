package audiotokens.pipeline.neighbors;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the labels that name a cluster of recordings. */
final class ClusterLabels {
    private static final int MAX_LABELS = 2;

    private ClusterLabels() {}

    /**
     * The labels whose mean score in the cluster exceeds that in the other clusters most: the first, and the second if
     * its difference is at least half as large. Empty if no label scores higher in the cluster than elsewhere.
     *
     * @param clusters cluster index of each recording
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
                .limit(MAX_LABELS)
                .toList();
        return ranked.stream()
                .filter(label -> lift[label] >= lift[ranked.getFirst()] / 2)
                .toList();
    }
}
