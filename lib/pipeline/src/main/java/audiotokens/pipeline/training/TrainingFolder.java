package audiotokens.pipeline.training;

import audiotokens.bag.BagClassifier;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.training.TrainingReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The files of the training stage.
 *
 * @param run the run's folder
 */
public record TrainingFolder(RunFolder run) {

    /** Returns the training folder of a run. */
    public static TrainingFolder of(RunFolder run) {
        return new TrainingFolder(run);
    }

    /** Returns the folder {@code training} in the run's folder. */
    public Path path() {
        return run.training();
    }

    /**
     * Returns the file of the best epoch's weights with PyTorch's parameter names; for {@code modelType=bag}, the
     * file of the classifier, see {@link BagClassifier#save}.
     */
    public Path bestWeights() {
        return path().resolve("best.safetensors");
    }

    /** Returns the file of the last epoch's weights with PyTorch's parameter names. */
    public Path lastWeights() {
        return path().resolve("last.safetensors");
    }

    /**
     * Returns the file of the final weights, whose choice does not depend on the validation clips:
     * {@link #lastWeights}, or {@link #bestWeights} for {@code modelType=bag}, which has no epochs.
     */
    public Path finalWeights(Configuration configuration) {
        return configuration.model().isBag() ? bestWeights() : lastWeights();
    }

    /** Returns the checkpoint file for resuming: weights, AdamW's moments and the history. */
    public Path checkpoint() {
        return path().resolve("checkpoint.safetensors");
    }

    /** Returns whether all files of an epoch exist. */
    boolean isComplete() {
        return Stream.of(bestWeights(), lastWeights(), history(), checkpoint()).allMatch(Files::exists);
    }

    /** Returns the file of the {@link TrainingReport}, as JSON, updated after each epoch. */
    public Path history() {
        return run.trainingReport();
    }
}
