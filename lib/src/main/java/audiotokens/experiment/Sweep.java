package audiotokens.experiment;

import audiotokens.cluster.ClusterCreator;
import audiotokens.config.Configuration;
import audiotokens.dataset.DatasetSplitter;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.StageException;
import audiotokens.run.StageRecord;
import audiotokens.run.Summary;
import audiotokens.spectrogram.SpectrogramGenerator;
import audiotokens.token.SpecTokenizer;
import audiotokens.training.ModelTrainer;
import audiotokens.training.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs of the whole pipeline that differ in a few keys. Each has a folder of its own below the base's, so that a
 * finished one is read back and a stopped one goes on.
 */
public final class Sweep {
    private final String name;
    private final Configuration base;
    private final List<Variant> variants;

    /**
     * @param name of the sweep's folder, {@code experiments/NAME} below the base's
     * @param base what all variants share
     */
    public Sweep(String name, Configuration base, List<Variant> variants) {
        this.name = name;
        this.base = base;
        this.variants = List.copyOf(variants);
    }

    /** The configuration of one variant's run. */
    public Configuration configuration(Variant variant) {
        Map<String, String> keys = new LinkedHashMap<>(variant.keys());
        Path folder = base.run().outputPath().resolve("experiments").resolve(name);
        keys.put("outputPath", folder.resolve(variant.name()).toString());
        return base.with(keys);
    }

    /**
     * Runs what has not run yet.
     *
     * @param listener is given each outcome as it is known
     * @throws StageException where a variant cannot run
     */
    public List<Outcome> run(Progress progress, Consumer<Outcome> listener) {
        List<Outcome> outcomes = new ArrayList<>();
        try (Progress.Task task = progress.begin(name, variants.size(), "runs")) {
            for (Variant variant : variants) {
                Outcome outcome = run(variant.name(), configuration(variant), progress);
                outcomes.add(outcome);
                listener.accept(outcome);
                task.advance(1);
                task.note("%s: mAP %.3f".formatted(outcome.name(), outcome.meanAveragePrecision()));
            }
        }
        return List.copyOf(outcomes);
    }

    private static Outcome run(String name, Configuration configuration, Progress progress) {
        int tokens = tokenize(configuration, progress);
        TrainingReport training = new ModelTrainer(configuration).run(progress);
        return new Outcome(name, training.best().validationMap(), seconds(configuration), tokens);
    }

    /** The stages from dataset to tokens; gives the number of different tokens in the training clips. */
    static int tokenize(Configuration configuration, Progress progress) {
        new DatasetSplitter(configuration).run(progress);
        new SpectrogramGenerator(configuration).run(progress);
        new ClusterCreator(configuration).run(progress);
        return new SpecTokenizer(configuration).run(progress).statistics().unique();
    }

    private static double seconds(Configuration configuration) {
        double seconds = 0;
        try {
            for (String stage : Summary.STAGES) {
                seconds += StageRecord.read(RunFolder.of(configuration), stage)
                        .map(StageRecord::seconds)
                        .orElse(0.0);
            }
        } catch (IOException e) {
            throw new StageException("the record of a stage cannot be read: " + e.getMessage(), e);
        }
        return seconds;
    }
}
