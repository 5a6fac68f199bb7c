package audiotokens.pipeline.training;

import audiotokens.training.TrainingReport;
import java.util.Optional;

/**
 * The figures of stage 5, as its record keeps them; the history is in the training's report.
 *
 * @param train clips that the model learns from
 * @param validation clips that judge it
 * @param bestEpoch number of the epoch with the best mAP; 0 for another program's weights
 * @param epochs epochs trained
 * @param map validation mAP of the best epoch; empty where no label has a validation clip
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
                report.trained().size(),
                Double.isFinite(map) ? Optional.of(map) : Optional.empty());
    }
}
