package audiotokens.training;

import java.util.Comparator;
import java.util.List;

/**
 * What a training came to.
 *
 * @param epochs all epochs in order; one of number 0 for weights that were found and not trained
 * @param parameters number of values that the model holds
 * @param trainClips clips that trained
 * @param validationClips clips that it was judged on
 * @param missingClips clips of the split that an earlier stage left no file of
 * @param device where it computed
 */
public record TrainingReport(
        List<Epoch> epochs, long parameters, int trainClips, int validationClips, int missingClips, String device) {
    public TrainingReport {
        epochs = List.copyOf(epochs);
    }

    /** The epochs that trained; none where weights were found and not trained. */
    public List<Epoch> trained() {
        return epochs.stream().filter(epoch -> epoch.number() > 0).toList();
    }

    /** The epoch of the highest validation mAP, the first of several; its model is the one that is kept as best. */
    public Epoch best() {
        return best(epochs);
    }

    /** The best of {@code epochs}. */
    public static Epoch best(List<Epoch> epochs) {
        return epochs.stream()
                .max(Comparator.comparingDouble(Epoch::validationMap)
                        .thenComparing(Comparator.comparingInt(Epoch::number).reversed()))
                .orElseThrow();
    }

    /** Whether the best of {@code epochs} is {@code patience} epochs ago; never where that is 0. */
    public static boolean exhausted(List<Epoch> epochs, int patience) {
        return patience > 0
                && !epochs.isEmpty()
                && epochs.getLast().number() - best(epochs).number() >= patience;
    }
}
