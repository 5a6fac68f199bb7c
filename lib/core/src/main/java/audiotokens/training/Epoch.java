package audiotokens.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * Metrics of one epoch: training, then evaluation on the validation clips.
 *
 * @param number number of the epoch, from 1; 0 for existing weights that were evaluated without training
 * @param trainLoss mean loss of the training batches (binary cross-entropy, or cross-entropy if labels are exclusive);
 *     NaN without training
 * @param trainMap mean average precision of the training batches' predictions; empty if there were too many predictions
 *     to store, or if mixup or label smoothing changed the targets
 * @param validationLoss mean loss on the validation clips; NaN without validation clips
 * @param validationMap mean average precision on the validation clips; NaN without validation clips
 * @param seconds duration of the epoch, including validation
 * @param stepSeconds part of the duration that was spent in training steps
 * @param gradients mean absolute gradient of each trained parameter at the epoch's last step, by name, from input to
 *     output; a layer whose gradient is many times smaller than those of the layers after it hardly learns
 */
public record Epoch(
        int number,
        double trainLoss,
        OptionalDouble trainMap,
        double validationLoss,
        double validationMap,
        double seconds,
        double stepSeconds,
        SequencedMap<String, Double> gradients) {
    public Epoch {
        gradients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gradients));
    }
}
