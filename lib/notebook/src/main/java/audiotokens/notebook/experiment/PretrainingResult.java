package audiotokens.notebook.experiment;

import audiotokens.training.PretrainingEpoch;
import java.util.List;

/**
 * Result of the pre-training of one fold.
 *
 * @param epochs epochs in order
 * @param clips number of unlabeled clips that the model was trained on
 */
public record PretrainingResult(List<PretrainingEpoch> epochs, int clips) {
    public PretrainingResult {
        epochs = List.copyOf(epochs);
    }
}
