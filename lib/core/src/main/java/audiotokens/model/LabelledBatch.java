package audiotokens.model;

import java.util.List;

/**
 * Clips ready for a step.
 *
 * @param ids the clips
 * @param batch their inputs, padded
 * @param targets from 0 to 1 a clip and label: (clips, labels)
 */
public record LabelledBatch(List<String> ids, Batch batch, float[][] targets) {
    public LabelledBatch {
        ids = List.copyOf(ids);
    }
}
