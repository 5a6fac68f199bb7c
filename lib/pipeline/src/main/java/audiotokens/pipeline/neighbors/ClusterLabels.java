package audiotokens.pipeline.neighbors;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the labels that name a cluster of recordings. */
final class ClusterLabels {
    private static final int MAX_LABELS = 2;

    private ClusterLabels() {}

    /**
     * Returns the label whose mean score in the cluster exceeds its mean score elsewhere the most, and the label in
     * second place if its difference is at least half as large. Empty if no label scores higher in the cluster than
     * elsewhere.
     *
     * @param clusters cluster index of each recording
     */
    static List<Integer> of(List<ComparedSound> sounds, int[] clusters, int cluster) {
        int nLabels = sounds.getFirst().scores().length;
        double[] scoreDifferences = new double[nLabels];
        int nInside =
                (int) IntStream.of(clusters).filter(index -> index == cluster).count();
        int nOutside = clusters.length - nInside;
        for (int sound = 0; sound < clusters.length; sound++) {
            double weight = clusters[sound] == cluster ? 1.0 / nInside : -1.0 / nOutside;
            for (int label = 0; label < nLabels; label++) {
                scoreDifferences[label] += weight * sounds.get(sound).scores()[label];
            }
        }
        List<Integer> ranked = IntStream.range(0, nLabels)
                .boxed()
                .filter(label -> scoreDifferences[label] > 0)
                .sorted(Comparator.comparingDouble(label -> -scoreDifferences[label]))
                .limit(MAX_LABELS)
                .toList();
        return ranked.stream()
                .filter(label -> scoreDifferences[label] >= scoreDifferences[ranked.getFirst()] / 2)
                .toList();
    }
}
