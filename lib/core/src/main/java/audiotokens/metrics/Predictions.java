package audiotokens.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model says about some clips, beside what is true.
 *
 * @param ids the clips
 * @param scores probability a clip and label, from 0 to 1: (clips, labels)
 * @param targets 1 where a clip has a label, 0 elsewhere: (clips, labels)
 */
public record Predictions(List<String> ids, float[][] scores, float[][] targets) {
    public Predictions {
        ids = List.copyOf(ids);
        if (scores.length != ids.size() || targets.length != ids.size()) {
            throw new IllegalArgumentException(
                    ids.size() + " clips with " + scores.length + " scores and " + targets.length + " targets");
        }
    }

    /** The clips of all {@code parts}, one part after the other. */
    public static Predictions pooled(List<Predictions> parts) {
        return new Predictions(
                parts.stream().flatMap(part -> part.ids().stream()).toList(),
                parts.stream().flatMap(part -> Arrays.stream(part.scores())).toArray(float[][]::new),
                parts.stream().flatMap(part -> Arrays.stream(part.targets())).toArray(float[][]::new));
    }

    /**
     * The mean of several models' scores of the same clips, which may come in any order.
     *
     * @throws IllegalArgumentException where the clips are not the same
     */
    public static Predictions mean(List<Predictions> members) {
        Predictions first = members.getFirst();
        float[][] scores = new float[first.ids().size()][first.labels()];
        for (Predictions member : members) {
            Map<String, Integer> rows = member.rows();
            if (!rows.keySet().equals(Set.copyOf(first.ids()))) {
                throw new IllegalArgumentException("the models have predicted different clips");
            }
            for (int clip = 0; clip < scores.length; clip++) {
                float[] row = member.scores()[rows.get(first.ids().get(clip))];
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

    /** Number of labels. */
    public int labels() {
        return scores.length == 0 ? 0 : scores[0].length;
    }

    /** One label's score a clip. */
    public float[] scoresOf(int label) {
        float[] column = new float[scores.length];
        for (int clip = 0; clip < column.length; clip++) {
            column[clip] = scores[clip][label];
        }
        return column;
    }

    /** Whether each clip has the label. */
    public boolean[] positivesOf(int label) {
        boolean[] column = new boolean[targets.length];
        for (int clip = 0; clip < column.length; clip++) {
            column[clip] = targets[clip][label] == 1;
        }
        return column;
    }
}
