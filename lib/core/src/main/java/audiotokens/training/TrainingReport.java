package audiotokens.training;

import audiotokens.bag.BagReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The results of a training run.
 *
 * @param epochs all epochs in order; a single epoch 0 if existing weights were evaluated without training
 * @param parameters number of values in the model
 * @param trainClips number of training clips
 * @param validationClips number of validation clips
 * @param missingClips number of training and validation clips for which an earlier stage wrote no file
 * @param device description of the device
 * @param bag report of a bag classifier; empty for a model trained in epochs. A bag classifier is fitted in closed form
 *     in one pass over the training clips, which counts as its only epoch
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
        bag = bag == null ? Optional.empty() : bag; // missing in reports of older versions
    }

    /** The report of a model trained in epochs. */
    public TrainingReport(
            List<Epoch> epochs, long parameters, int trainClips, int validationClips, int missingClips, String device) {
        this(epochs, parameters, trainClips, validationClips, missingClips, device, Optional.empty());
    }

    /** Returns the epochs with training; empty if existing weights were only evaluated. */
    public List<Epoch> trainedEpochs() {
        return epochs.stream().filter(epoch -> epoch.number() > 0).toList();
    }

    /** Returns the first epoch with the highest validation mAP, whose weights are saved as the best. */
    public Epoch best() {
        return best(epochs);
    }

    /** Returns the first of {@code epochs} with the highest validation mAP. */
    public static Epoch best(List<Epoch> epochs) {
        return epochs.stream()
                .max(Comparator.comparingDouble(Epoch::validationMap)
                        .thenComparing(Comparator.comparingInt(Epoch::number).reversed()))
                .orElseThrow();
    }

    /** Returns whether the mAP has not improved for {@code patience} epochs; false if {@code patience} is 0. */
    public static boolean stopsEarly(List<Epoch> epochs, int patience) {
        return patience > 0
                && !epochs.isEmpty()
                && epochs.getLast().number() - best(epochs).number() >= patience;
    }
}
