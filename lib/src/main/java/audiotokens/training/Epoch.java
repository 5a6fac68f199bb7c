package audiotokens.training;

import java.util.OptionalDouble;

/**
 * One pass over the training clips, and how the model did on the validation clips after it.
 *
 * @param number from 1
 * @param trainLoss mean binary cross-entropy of the training clips while they trained
 * @param trainMap mean average precision of the same predictions; empty where they were too many to keep
 * @param validationLoss mean binary cross-entropy of the validation clips
 * @param validationMap mean average precision on the validation clips
 * @param seconds the epoch took, with the validation
 * @param stepSeconds of these spent in training steps
 */
public record Epoch(
        int number,
        double trainLoss,
        OptionalDouble trainMap,
        double validationLoss,
        double validationMap,
        double seconds,
        double stepSeconds) {}
