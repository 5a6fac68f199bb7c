package audiotokens.notebook.experiment;

import audiotokens.file.WholeFile;
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
 * The table that an experiment leaves as {@code experiment.json}: a list of rows.
 *
 * @param rows what was compared, in order
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
     * @param name of it
     * @param accuracy share of the labelled clips whose highest score is one of their labels; empty where not measured
     * @param map mean average precision
     * @param low lower end of its 95 % interval; empty where not measured
     * @param high upper end of it
     * @param seconds that it took when it was computed
     */
    public record Row(
            String name, OptionalDouble accuracy, double map, OptionalDouble low, OptionalDouble high, double seconds) {

        /** A result over all folds. */
        public static Row of(CrossValidationResult result) {
            return new Row(
                    result.name(),
                    OptionalDouble.of(result.accuracy()),
                    result.metrics().meanAveragePrecision(),
                    OptionalDouble.of(result.metrics().interval().low()),
                    OptionalDouble.of(result.metrics().interval().high()),
                    result.seconds());
        }

        /** A run of a sweep, of which the mAP alone is known. */
        public static Row of(SweepResult outcome) {
            return new Row(
                    outcome.name(),
                    OptionalDouble.empty(),
                    outcome.meanAveragePrecision(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    outcome.seconds());
        }
    }

    /**
     * Writes the table into the folder of the run, for the experiment that ran last, and into the experiment's own.
     *
     * @param base of the experiment
     * @param name of the experiment
     */
    public void write(Configuration base, String name) {
        Path run = RunFolder.of(base).path();
        String json = JSON.writeValueAsString(rows);
        try {
            WholeFile.write(run.resolve("experiments").resolve(name).resolve("experiment.json"), json);
            WholeFile.write(run.resolve("experiment.json"), json);
        } catch (IOException e) {
            throw new StageException("experiment.json cannot be written: " + e.getMessage(), e);
        }
    }
}
