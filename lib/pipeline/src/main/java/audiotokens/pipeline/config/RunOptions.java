package audiotokens.pipeline.config;

import audiotokens.option.Option;
import java.nio.file.Path;

/** What holds for the whole run, whatever the stage. */
public record RunOptions(
        @Option(value = "The run's own folder; everything a run writes lies in it", standard = "output/run")
                Path outputPath,
        @Option(value = "Seed of every random choice", standard = "4242", min = 0, original = "random_seed") long seed,
        @Option(value = "Threads of every stage; 0 means one a core", standard = "0", min = 0, max = 1024) int threads,
        @Option(value = "Share of clips that may fail before a stage stops", standard = "0.5", min = 0, max = 1)
                double maxProblemRatio,
        @Option(
                        value =
                                "Move a stage's files to OUTPUT/replaced when other keys make them anew; false deletes them",
                        standard = "true")
                boolean keepReplaced) {

    /** The number of threads to use: {@link #threads}, or the machine's cores where that is 0. */
    public int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
