package audiotokens.pipeline.evaluation;

import audiotokens.pipeline.run.RunFolder;
import java.nio.file.Path;

/**
 * The files of the evaluation stage.
 *
 * @param run the run's folder
 */
public record EvaluationFolder(RunFolder run) {

    /** Returns the evaluation folder of a run. */
    public static EvaluationFolder of(RunFolder run) {
        return new EvaluationFolder(run);
    }

    /** Returns the folder {@code evaluation} in the run's folder. */
    public Path path() {
        return run.evaluation();
    }

    /** Returns the file of the {@link EvaluationReport}, as JSON. */
    public Path report() {
        return run.evaluationReport();
    }

    /** Returns the file with one row per clip and label: id, label, score, true (0 or 1). */
    public Path predictions() {
        return path().resolve("predictions.csv");
    }
}
