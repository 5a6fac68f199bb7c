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
 * The effect of merging tokens on input length, training speed and scores.
 *
 * @param vocabularySize vocabulary size of the first stream, if the first fold is held out
 * @param tokensPerClip mean number of tokens in the longest stream of a training clip, if the first fold is held out
 * @param stepMilliseconds mean duration of a training step over all folds and epochs, in ms
 * @param result cross-validation result
 */
public record MergeMeasurement(
        int vocabularySize, double tokensPerClip, double stepMilliseconds, CrossValidationResult result) {

    /**
     * Collects the measurements of a variant that has run.
     *
     * @param result result of {@code crossValidation} for the variant
     */
    public static MergeMeasurement of(CrossValidation crossValidation, Variant variant, CrossValidationResult result) {
        Configuration firstFold =
                crossValidation.configuration(variant, crossValidation.folds().getFirst());
        ClipInputs clips = new ClipInputs(firstFold, Metadata.read(firstFold), Split.TRAIN);
        double tokensPerClip = clips.ids().stream()
                .mapToInt(id -> clips.read(id).length())
                .average()
                .orElseThrow();
        double seconds = 0;
        long steps = 0;
        for (int fold : crossValidation.folds()) {
            Configuration configuration = crossValidation.configuration(variant, fold);
            TrainingReport report = new ModelTrainer(configuration).run(Progress.silent());
            long stepsPerEpoch =
                    Math.ceilDiv(report.trainClips(), configuration.training().batchSize());
            for (Epoch epoch : report.trainedEpochs()) {
                seconds += epoch.stepSeconds();
                steps += stepsPerEpoch;
            }
        }
        return new MergeMeasurement(
                RunTokenizer.streams(firstFold).getFirst().vocabularySize(),
                tokensPerClip,
                1000 * seconds / steps,
                result);
    }
}
