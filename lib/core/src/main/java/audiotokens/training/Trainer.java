package audiotokens.training;

import ai.djl.Device;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.ClipDataset;
import audiotokens.model.ComputeDevice;
import audiotokens.model.Model;
import audiotokens.model.ParameterSpec;
import audiotokens.model.Parameters;
import audiotokens.model.TrainedModel;
import audiotokens.random.TorchRandom;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Trains a model on labeled clips. Writes no files. Methods such as {@link #seed(long)} return a trainer with one
 * setting changed.
 *
 * @param options epochs, batch size, learning rate, augmentation, ...
 * @param seed seed of all random choices: initialization, order, augmentation and dropout
 * @param validation clips for model selection and early stopping; without them, the last epoch's weights are returned
 * @param centroids one entry per codebook, ordered by the first token stream that uses it, for the options {@code
 *     embeddingStart=centroids} and {@code tokenSubstitution}; otherwise empty
 * @param initialWeights initial weights by name; parameters that are not among them are initialized as without this
 *     setting
 * @param device device to compute on
 * @param progress receives the number of finished clips, in training and in validation
 * @param listener receives the metrics of each epoch, on the calling thread
 */
public record Trainer(
        TrainingOptions options,
        long seed,
        Optional<ClipDataset> validation,
        List<TokenVectors> centroids,
        Map<String, Tensor> initialWeights,
        ComputeDevice device,
        Progress progress,
        Consumer<Epoch> listener) {
    private static final long DEFAULT_SEED = 4242;

    public Trainer {
        centroids = List.copyOf(centroids);
        initialWeights = Map.copyOf(initialWeights);
    }

    /**
     * Returns a trainer with these options, seed 4242, no validation clips, on all CPU cores, without progress output.
     */
    public static Trainer with(TrainingOptions options) {
        ComputeDevice cpu = ComputeDevice.of(Device.cpu());
        return new Trainer(
                options, DEFAULT_SEED, Optional.empty(), List.of(), Map.of(), cpu, Progress.silent(), epoch -> {});
    }

    /** Returns a trainer with a different seed. */
    public Trainer seed(long newSeed) {
        return new Trainer(options, newSeed, validation, centroids, initialWeights, device, progress, listener);
    }

    /** Returns a trainer with validation clips. */
    public Trainer validation(ClipDataset clips) {
        return new Trainer(options, seed, Optional.of(clips), centroids, initialWeights, device, progress, listener);
    }

    /** Returns a trainer with the centroids of each codebook, ordered by the first token stream that uses it. */
    public Trainer centroids(List<TokenVectors> newCentroids) {
        return new Trainer(options, seed, validation, newCentroids, initialWeights, device, progress, listener);
    }

    /**
     * Returns a trainer with initial weights by name, such as those from {@link MaskedTokenTrainer}; parameters that
     * are not among them are initialized as without this setting.
     */
    public Trainer startingFrom(Map<String, Tensor> weights) {
        return new Trainer(options, seed, validation, centroids, weights, device, progress, listener);
    }

    /** Returns a trainer for another device, such as {@code ComputeDevice.find(threads)}, which prefers a GPU. */
    public Trainer device(ComputeDevice newDevice) {
        return new Trainer(options, seed, validation, centroids, initialWeights, newDevice, progress, listener);
    }

    /** Returns a trainer with progress output. */
    public Trainer progress(Progress newProgress) {
        return new Trainer(options, seed, validation, centroids, initialWeights, device, newProgress, listener);
    }

    /** Returns a trainer with a listener for the metrics of each epoch. */
    public Trainer listener(Consumer<Epoch> newListener) {
        return new Trainer(options, seed, validation, centroids, initialWeights, device, progress, newListener);
    }

    /**
     * Trains {@code model} on {@code clips}. On the same machine, the same trainer, model and clips give the same
     * weights.
     *
     * @throws audiotokens.AudioTokensException if all clips have the same labels, the loss becomes infinite or NaN, or
     *     the initial weights belong to another model
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public TrainedModel fit(Model model, ClipDataset clips) {
        List<Epoch> epochs = new ArrayList<>();
        int patience = validation.isPresent() ? options.patience() : 0;
        try (TrainingSession session = new TrainingSession(
                model, options, seed, clips, validation, centroids, device, initialState(model, clips))) {
            Map<String, Tensor> bestWeights = Map.of();
            while (epochs.size() < options.epochs() && !TrainingReport.stopsEarly(epochs, patience)) {
                Epoch epoch = session.runEpoch(epochs.size() + 1, progress);
                epochs.add(epoch);
                if (validation.isPresent() && TrainingReport.best(epochs).equals(epoch)) {
                    bestWeights = session.weights();
                }
                listener.accept(epoch);
            }
            return TrainedModel.of(model, validation.isPresent() ? bestWeights : session.weights(), device.device());
        }
    }

    /** Returns the state before the first epoch, with the given initial weights; empty if no weights are given. */
    private Optional<Checkpoint> initialState(Model model, ClipDataset clips) {
        if (initialWeights.isEmpty()) {
            return Optional.empty();
        }
        List<ParameterSpec> specs = InitialParameters.of(options, model, new LabelFrequency(clips), centroids);
        SequencedMap<String, Tensor> weights = Parameters.initialValues(specs, new TorchRandom(seed));
        weights.putAll(initialWeights);
        Parameters.check(specs, weights);
        return Optional.of(new Checkpoint(weights, new LinkedHashMap<>(), 0, List.of()));
    }
}
