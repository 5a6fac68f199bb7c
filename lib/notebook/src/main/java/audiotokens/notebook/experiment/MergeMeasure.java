package audiotokens.notebook.experiment;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;

/**
 * What merging tokens does to a model's input, its speed and its scores.
 *
 * @param vocabularySize of the first stream, in the first fold
 * @param tokensPerClip mean length of the first fold's training clips, of their longest stream
 * @param stepMilliseconds mean time of a training step, over all folds and epochs
 * @param score on the folds
 */
public record MergeMeasure(
        int vocabularySize, double tokensPerClip, double stepMilliseconds, CrossValidationResult score) {

    /**
     * Measures a variant that has run.
     *
     * @param score what {@code validation} gave for the variant
     */
    public static MergeMeasure of(CrossValidation validation, Variant variant, CrossValidationResult score) {
        Configuration first =
                validation.configuration(variant, validation.folds().getFirst());
        ClipInputs clips = new ClipInputs(first, Metadata.read(first), Split.TRAIN);
        double tokens = clips.ids().stream()
                .mapToInt(id -> clips.read(id).length())
                .average()
                .orElseThrow();
        double seconds = 0;
        long steps = 0;
        for (int fold : validation.folds()) {
            Configuration configuration = validation.configuration(variant, fold);
            TrainingReport report = new ModelTrainer(configuration).run(Progress.silent());
            long batches =
                    Math.ceilDiv(report.trainClips(), configuration.training().batchSize());
            for (Epoch epoch : report.trained()) {
                seconds += epoch.stepSeconds();
                steps += batches;
            }
        }
        return new MergeMeasure(
                RunTokenizer.streams(first).getFirst().vocabularySize(), tokens, 1000 * seconds / steps, score);
    }
}
