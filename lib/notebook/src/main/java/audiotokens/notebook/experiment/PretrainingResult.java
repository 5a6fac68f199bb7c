package audiotokens.notebook.experiment;

import audiotokens.training.MaskedEpoch;
import java.util.List;

/**
 * Result of the pre-training of one fold.
 *
 * @param epochs epochs in order
 * @param clips number of unlabeled clips that the model was trained on
 */
public record PretrainingResult(List<MaskedEpoch> epochs, int clips) {
    public PretrainingResult {
        epochs = List.copyOf(epochs);
    }
}
