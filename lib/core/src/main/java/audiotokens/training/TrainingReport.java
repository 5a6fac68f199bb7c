package audiotokens.training;

import audiotokens.bag.BagReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param epochs all epochs in order; one of number 0 for weights that were found and not trained
 * @param parameters number of values that the model holds
 * @param trainClips clips that trained
 * @param validationClips clips that it was judged on
 * @param missingClips clips of the split that an earlier stage left no file of
 * @param device where it computed
 * @param bag how a bag classifier came to be; empty for a model that is trained in epochs. A bag classifier is fitted in
 *     closed form, by one pass over the training clips, which counts as its only epoch
 */
public record TrainingReport(
        List<Epoch> epochs,
        long parameters,
        int trainClips,
        int validationClips,
        int missingClips,
        String device,
        Optional<BagReport> bag) {
    public TrainingReport {
        epochs = List.copyOf(epochs);
        bag = bag == null ? Optional.empty() : bag; // an older report says nothing of it
    }

    /** The report of a model that is trained in epochs. */
    public TrainingReport(
            List<Epoch> epochs, long parameters, int trainClips, int validationClips, int missingClips, String device) {
        this(epochs, parameters, trainClips, validationClips, missingClips, device, Optional.empty());
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
