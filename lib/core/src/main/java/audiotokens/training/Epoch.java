package audiotokens.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * One pass over the training clips, and how the model did on the validation clips after it.
 *
 * @param number from 1; 0 for weights that were found, and judged without training
 * @param trainLoss mean binary cross-entropy of the training clips while they trained; NaN where none did
 * @param trainMap mean average precision of the same predictions; empty where they were too many to keep
 * @param validationLoss mean binary cross-entropy of the validation clips; NaN without any
 * @param validationMap mean average precision on the validation clips; NaN without any
 * @param seconds the epoch took, with the validation
 * @param stepSeconds of these spent in training steps
 * @param gradients mean absolute gradient of each trained parameter at the epoch's last step, by name, from the input
 *     to the output: a layer whose figure is many times smaller than those after it hardly learns
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
