package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * One step of a run under one configuration: what decides its files, where those lie, and the record of its figures.
 *
 * <p>The six stages of a run are made with {@link #of}; an experiment names further ones with the constructor.
 *
 * @param <R> the stage's figures, written to its record as JSON and read back from there
 * @param name the stage's name, unique in the run's folder
 * @param result the type of the figures; components that an older record lacks are 0, null or empty
 * @param upstream the stages whose files it reads
 * @param options what it depends on: records of {@link audiotokens.option.Option options}, of which the values that
 *     differ from their defaults count, or other values, of which the text counts
 * @param inputs files it reads that no stage writes, or that may have been exchanged; their content counts
 * @param outputs files and folders it writes; moved aside when what decides them has changed. Where fewer files are left
 *     than the record tells of, the stage is not finished and goes on with those that are there
 */
public record Stage<R extends Record>(
        String name, Class<R> result, List<RunStage> upstream, List<?> options, List<Path> inputs, List<Path> outputs) {
    public Stage {
        upstream = List.copyOf(upstream);
        options = List.copyOf(options);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The figures of a stage that has none. */
    public record NoFigures() {}

    /** One of the six stages of the run of {@code configuration}. */
    public static <R extends Record> Stage<R> of(
            RunStage stage, Class<R> result, Configuration configuration, List<?> options, List<Path> inputs) {
        return new Stage<>(
                stage.id(),
                result,
                stage.upstream(configuration),
                options,
                inputs,
                stage.outputs(RunFolder.of(configuration)));
    }
}
