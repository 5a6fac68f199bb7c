package audiotokens.notebook.experiment;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of an experiment, written as {@code experiment.json}: a list of rows.
 *
 * @param rows compared classifiers or settings, in order
 */
public record ExperimentTable(List<Row> rows) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public ExperimentTable {
        rows = List.copyOf(rows);
    }

    /**
     * One classifier or setting.
     *
     * @param name name of the classifier or setting
     * @param accuracy fraction of the labeled clips whose highest-scoring label is a true label; empty if not measured
     * @param map mean average precision
     * @param low lower end of the mAP's 95% confidence interval; empty if not measured
     * @param high upper end of that interval; empty if not measured
     * @param seconds computing time, in seconds
     */
    public record Row(
            String name, OptionalDouble accuracy, double map, OptionalDouble low, OptionalDouble high, double seconds) {

        /** Returns a row for a cross-validated classifier. */
        public static Row of(CrossValidationResult result) {
            return new Row(
                    result.name(),
                    OptionalDouble.of(result.accuracy()),
                    result.meanAveragePrecision(),
                    OptionalDouble.of(result.metrics().interval().low()),
                    OptionalDouble.of(result.metrics().interval().high()),
                    result.seconds());
        }

        /** Returns a row for a run of a sweep, with the mAP only. */
        public static Row of(SweepResult result) {
            return new Row(
                    result.name(),
                    OptionalDouble.empty(),
                    result.meanAveragePrecision(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    result.seconds());
        }
    }

    /**
     * Writes the table into the experiment's own folder, and into the run's folder, where it replaces the table of
     * the previous experiment.
     *
     * @param base base configuration of the experiment
     * @param name name of the experiment
     */
    public void write(Configuration base, String name) {
        Path run = RunFolder.of(base).path();
        String json = JSON.writeValueAsString(rows);
        try {
            AtomicFile.write(run.resolve("experiments").resolve(name).resolve("experiment.json"), json);
            AtomicFile.write(run.resolve("experiment.json"), json);
        } catch (IOException e) {
            throw new StageException("experiment.json cannot be written: " + e.getMessage(), e);
        }
    }
}
