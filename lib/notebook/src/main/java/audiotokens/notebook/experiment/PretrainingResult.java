package audiotokens.notebook.experiment;

import audiotokens.training.MaskedEpoch;
import java.util.List;

/**
 * How the pre-training of one fold went.
 *
 * @param epochs in order
 * @param clips that it saw, without their labels
 */
public record PretrainingResult(List<MaskedEpoch> epochs, int clips) {
    public PretrainingResult {
        epochs = List.copyOf(epochs);
    }
}
