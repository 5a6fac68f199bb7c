package audiotokens.evaluation;

import java.util.List;

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
