package audiotokens.metrics;

import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pair of confused labels: a clip's actual label and the one predicted instead.
 *
 * @param actual the actual label
 * @param predicted the predicted label: the one with the highest score, which the clips do not have
 * @param clips number of clips with this confusion
 * @param share fraction of the clips labeled {@code actual}
 */
public record Confusion(
        // JSON names, kept from version 0.1
        @JsonProperty("present") Label actual, @JsonProperty("heard") Label predicted, int clips, double share) {

    /**
     * Counts all confusions and returns the most frequent first. A clip with several labels counts once for each of
     * them.
     */
    public static List<Confusion> of(Predictions predictions, LabelIndex labels) {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        int[] clipsPerLabel = new int[labels.size()];
        for (int clip = 0; clip < predictions.ids().size(); clip++) {
            float[] targets = predictions.targets()[clip];
            int predictedLabel = argmax(predictions.scores()[clip]);
            for (int label = 0; label < targets.length; label++) {
                if (targets[label] == 1) {
                    clipsPerLabel[label]++;
                    if (targets[predictedLabel] != 1) {
                        counts.merge(List.of(label, predictedLabel), 1, Integer::sum);
                    }
                }
            }
        }
        List<Confusion> confusions = new ArrayList<>();
        counts.forEach((pair, count) -> confusions.add(new Confusion(
                labels.get(pair.get(0)), labels.get(pair.get(1)), count, (double) count / clipsPerLabel[pair.get(0)])));
        confusions.sort(Comparator.comparingInt(Confusion::clips)
                .reversed()
                .thenComparingInt(confusion -> confusion.actual().index())
                .thenComparingInt(confusion -> confusion.predicted().index()));
        return confusions;
    }

    private static int argmax(float[] scores) {
        int predictedLabel = 0;
        for (int label = 1; label < scores.length; label++) {
            predictedLabel = scores[label] > scores[predictedLabel] ? label : predictedLabel;
        }
        return predictedLabel;
    }
}
