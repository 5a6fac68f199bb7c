package audiotokens.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A model's predictions for some clips, with the ground truth.
 *
 * @param ids ids of the clips
 * @param scores (clips, labels), probabilities from 0 to 1
 * @param targets (clips, labels), 1 if the clip has the label, otherwise 0
 */
public record Predictions(List<String> ids, float[][] scores, float[][] targets) {
    public Predictions {
        ids = List.copyOf(ids);
        if (scores.length != ids.size() || targets.length != ids.size()) {
            throw new IllegalArgumentException("there are " + ids.size() + " clips, but " + scores.length
                    + " scores and " + targets.length + " targets");
        }
    }

    /** Concatenates predictions of disjoint clips. */
    public static Predictions concatenate(List<Predictions> parts) {
        return new Predictions(
                parts.stream().flatMap(part -> part.ids().stream()).toList(),
                parts.stream().flatMap(part -> Arrays.stream(part.scores())).toArray(float[][]::new),
                parts.stream().flatMap(part -> Arrays.stream(part.targets())).toArray(float[][]::new));
    }

    /**
     * Averages the scores of several models for the same clips, which each model may have in a different order.
     *
     * @throws IllegalArgumentException if the models' clip ids differ
     */
    public static Predictions mean(List<Predictions> members) {
        Predictions first = members.getFirst();
        float[][] scores = new float[first.ids().size()][first.nLabels()];
        for (Predictions member : members) {
            Map<String, Integer> rows = member.rows();
            if (!rows.keySet().equals(Set.copyOf(first.ids()))) {
                throw new IllegalArgumentException("the models' predictions are for different clips");
            }
            for (int clip = 0; clip < scores.length; clip++) {
                float[] row = member.scores()[
                        Objects.requireNonNull(rows.get(first.ids().get(clip)))];
                for (int label = 0; label < row.length; label++) {
                    scores[clip][label] += row[label] / members.size();
                }
            }
        }
        return new Predictions(first.ids(), scores, first.targets());
    }

    private Map<String, Integer> rows() {
        Map<String, Integer> rows = new HashMap<>();
        for (int clip = 0; clip < ids.size(); clip++) {
            rows.put(ids.get(clip), clip);
        }
        return rows;
    }

    /** Returns the number of labels. */
    public int nLabels() {
        return scores.length == 0 ? 0 : scores[0].length;
    }

    /** Returns the score of one label for each clip. */
    public float[] scoresOf(int label) {
        float[] column = new float[scores.length];
        for (int clip = 0; clip < column.length; clip++) {
            column[clip] = scores[clip][label];
        }
        return column;
    }

    /** Returns whether each clip has the label. */
    public boolean[] positivesOf(int label) {
        boolean[] column = new boolean[targets.length];
        for (int clip = 0; clip < column.length; clip++) {
            column[clip] = targets[clip][label] == 1;
        }
        return column;
    }
}
