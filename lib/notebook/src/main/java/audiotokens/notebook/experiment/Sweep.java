package audiotokens.notebook.experiment;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs of the pipeline that differ in a few keys. Each has its own folder below the base's; finished runs are read from
 * disk and interrupted ones are resumed. Stages that two runs have in common are computed once.
 */
public final class Sweep {
    private final String name;
    private final Configuration base;
    private final List<Variant> variants;

    /**
     * @param name folder name, {@code experiments/NAME} below the base's folder
     * @param base configuration that all variants share
     */
    public Sweep(String name, Configuration base, List<Variant> variants) {
        this.name = name;
        this.base = base;
        this.variants = List.copyOf(variants);
    }

    /** Trains all variants on the workers of a cluster. */
    void train(DistributedRuns distributed, Progress progress) {
        List<Configuration> startedRuns = new ArrayList<>();
        distributed.train(
                variants.stream().map(this::configuration).toList(),
                run -> {
                    SharedStages.share(startedRuns, run);
                    startedRuns.add(run);
                    new Pipeline(run).computeSpectrograms(progress);
                },
                progress);
    }

    /** Returns the configuration of a variant's run. */
    public Configuration configuration(Variant variant) {
        Map<String, String> overrides = new LinkedHashMap<>(variant.overrides());
        Path folder = base.run().outputPath().resolve("experiments").resolve(name);
        overrides.put("outputPath", folder.resolve(variant.name()).toString());
        return base.with(overrides);
    }

    /**
     * Runs the variants that have not run yet, and returns all results.
     *
     * @param listener receives each result as soon as it is available
     * @throws StageException if a variant fails
     */
    public List<SweepResult> run(Progress progress, Consumer<SweepResult> listener) {
        List<SweepResult> results = new ArrayList<>();
        List<Configuration> startedRuns = new ArrayList<>();
        try (Progress.Task task = progress.begin(name, variants.size(), "runs")) {
            DistributedRuns.of(base).ifPresent(distributed -> train(distributed, progress));
            for (Variant variant : variants) {
                Configuration configuration = configuration(variant);
                SharedStages.share(startedRuns, configuration);
                startedRuns.add(configuration);
                SweepResult result = new Pipeline(configuration).run(variant.name(), progress);
                results.add(result);
                listener.accept(result);
                task.advance(1);
                task.note("%s: mAP %.3f".formatted(result.name(), result.meanAveragePrecision()));
            }
        }
        new ExperimentTable(results.stream().map(ExperimentTable.Row::of).toList()).write(base, name);
        return List.copyOf(results);
    }
}
