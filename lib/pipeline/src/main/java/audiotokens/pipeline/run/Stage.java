package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * One step of a run for one configuration: what determines its outputs, where they are, and the type of its result.
 *
 * <p>The six stages of a run are created with {@link #of}; experiments create further stages with the constructor.
 *
 * @param <R> the stage's result, stored in its record as JSON
 * @param name unique name of the stage in the run's folder
 * @param result class of the result; components that the stage record of an older version lacks are 0, null or empty
 * @param upstream stages whose outputs it reads
 * @param options values it depends on. If a value is a record of {@link audiotokens.option.Option options}, its
 *     non-default values are part of the fingerprint, otherwise its text
 * @param inputs files it reads that no stage writes, or that the user may replace; their content is part of the
 *     fingerprint
 * @param outputs files and folders it writes; moved away when the fingerprint changes. If fewer files exist than the
 *     record says, the stage is unfinished and continues with the existing files
 */
public record Stage<R extends Record>(
        String name, Class<R> result, List<RunStage> upstream, List<?> options, List<Path> inputs, List<Path> outputs) {
    public Stage {
        upstream = List.copyOf(upstream);
        options = List.copyOf(options);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The result of a stage that reports nothing. */
    public record EmptyResult() {}

    /** Creates one of the six stages for {@code configuration}. */
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
