package audiotokens.pipeline;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.Stage.EmptyResult;
import audiotokens.pipeline.run.StageRun;
import java.util.List;

/** Records stages as finished; the test writes their files itself. */
public final class StageStub {
    private StageStub() {}

    /** Returns a stage without options or files. */
    public static Stage<EmptyResult> stage(String name) {
        return new Stage<>(name, EmptyResult.class, List.of(), List.of(), List.of(), List.of());
    }

    /** Records the stage as finished. */
    public static void finish(Configuration configuration, String name) {
        StageRun.begin(configuration, stage(name)).finish(new EmptyResult());
    }
}
