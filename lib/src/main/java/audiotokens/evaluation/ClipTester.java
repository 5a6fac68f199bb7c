package audiotokens.evaluation;

import audiotokens.config.Configuration;
import audiotokens.dataset.ClipCatalog;
import audiotokens.dataset.Label;
import audiotokens.dataset.Metadata;
import audiotokens.model.ClipInput;
import audiotokens.model.ClipInputs;
import audiotokens.model.ComputeDevice;
import audiotokens.model.TrainedModel;
import audiotokens.run.RunFolder;
import audiotokens.run.StageException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks the best model about single clips. */
public final class ClipTester implements AutoCloseable {
    private final Configuration configuration;
    private final ClipCatalog catalog;
    private final TrainedModel model;

    /**
     * One guess.
     *
     * @param label the label
     * @param score its probability, from 0 to 1
     * @param present whether the clip has the label, as far as the metadata knows
     */
    public record Guess(Label label, float score, boolean present) {
        /** For people, true labels with a star: {@code * Rain 0.912}. */
        @Override
        public String toString() {
            return "%s %s %.3f".formatted(present ? "*" : " ", label.name(), score);
        }
    }

    /**
     * Loads the best weights of the configuration's run.
     *
     * @throws StageException where the training has not run
     */
    public ClipTester(Configuration configuration) {
        this.configuration = configuration;
        this.catalog = Metadata.read(configuration);
        this.model = TrainedModel.read(
                RunFolder.of(configuration).training().resolve("best.safetensors"),
                configuration,
                catalog.labels().size(),
                ComputeDevice.find(configuration.run().threadCount()));
    }

    /**
     * The {@code count} likeliest labels of a clip of the data set, likeliest first.
     *
     * @throws StageException where the clip has no tokens or spectrogram in this run
     */
    public List<Guess> test(String id, int count) {
        ClipInput input = ClipInputs.find(configuration, catalog, id)
                .orElseThrow(() -> new StageException("the clip " + id + " has no file in "
                        + configuration.run().outputPath() + "; it may be any id of its split.json"));
        return guesses(input, catalog.targets(id), count);
    }

    /** The {@code count} likeliest labels of any input, such as the tokens of an audio file from elsewhere. */
    public List<Guess> test(ClipInput input, int count) {
        return guesses(input, new float[catalog.labels().size()], count);
    }

    private List<Guess> guesses(ClipInput input, float[] targets, int count) {
        float[] scores = new Predictor(model.classifier(), model.parameters(), Optional.empty())
                .predict(input, catalog.labels().size());
        return catalog.labels().all().stream()
                .map(label -> new Guess(label, scores[label.index()], targets[label.index()] == 1))
                .sorted(Comparator.comparing(Guess::score).reversed())
                .limit(count)
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}
