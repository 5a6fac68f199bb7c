package audiotokens.pipeline.training;

import audiotokens.training.TrainingReport;
import java.util.Optional;

/**
 * The result of stage 5, as stored in its {@link audiotokens.pipeline.run.StageRecord}; the history is in the training
 * report.
 *
 * @param train number of training clips
 * @param validation number of validation clips
 * @param bestEpoch epoch with the best mAP; 0 for another program's weights
 * @param epochs number of trained epochs
 * @param map validation mAP of the best epoch; empty if no label has a validation clip
 */
public record TrainingResult(int train, int validation, int bestEpoch, int epochs, Optional<Double> map) {
    public TrainingResult {
        map = map == null ? Optional.empty() : map;
    }

    static TrainingResult of(TrainingReport report) {
        double map = report.best().validationMap();
        return new TrainingResult(
                report.trainClips(),
                report.validationClips(),
                report.best().number(),
                report.trainedEpochs().size(),
                Double.isFinite(map) ? Optional.of(map) : Optional.empty());
    }
}
