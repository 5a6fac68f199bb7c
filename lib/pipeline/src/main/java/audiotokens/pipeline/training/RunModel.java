package audiotokens.pipeline.training;

import ai.djl.Device;
import audiotokens.file.SafetensorsFile;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.ModelFactory;
import audiotokens.model.Predictor;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.Engine;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The trained model of a run. */
public final class RunModel {
    private RunModel() {}

    /**
     * Loads the model that the configuration names; see
     * {@link #read(Path, Configuration, ModelFactory, int, ComputeDevice)}.
     */
    public static TrainedModel read(Path weights, Configuration configuration, int nLabels, ComputeDevice device) {
        return read(weights, configuration, ConfiguredModel.factory(configuration), nLabels, device);
    }

    /**
     * Loads weights with PyTorch's parameter names, written by this program or by {@code safetensors.torch.save_file}.
     *
     * @param factory factory of the trained model
     * @param nLabels number of outputs
     * @throws StageException if the file is missing or belongs to a different model; the message says what to do
     */
    public static TrainedModel read(
            Path weights, Configuration configuration, ModelFactory factory, int nLabels, ComputeDevice device) {
        if (!Files.exists(weights)) {
            throw new StageException(weights + " is missing; run the training notebook first");
        }
        try {
            SafetensorsFile file = SafetensorsFile.read(weights);
            return TrainedModel.of(
                    ConfiguredModel.forWeights(configuration, factory, nLabels, file), file.tensors(), device.device());
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the training notebook again", e);
        }
    }

    /**
     * Predicts with the model that the configuration names, including {@code bag}.
     *
     * @throws StageException if the training has not run
     */
    public static Predictor.ScoredPredictions predict(
            Configuration configuration, Path weights, ClipInputs inputs, Progress progress) {
        if (configuration.model().isBag()) {
            return RunBagClassifier.read(weights, configuration).predict(inputs, progress);
        }
        return configuration.execution().engine() == Engine.SPARK
                ? predictOnExecutors(configuration, weights, inputs, progress)
                : predict(configuration, ConfiguredModel.factory(configuration), weights, inputs, progress);
    }

    /** Predicts batches on the executors of a Spark cluster, which read the weights from the run's folder. */
    private static Predictor.ScoredPredictions predictOnExecutors(
            Configuration configuration, Path weights, ClipInputs inputs, Progress progress) {
        Path folder = RunFolder.of(configuration).path();
        List<List<String>> batches;
        try (TrainedModel model = read(weights, configuration, inputs.nLabels(), ComputeDevice.of(Device.cpu()))) {
            batches = new Predictor(model.model(), model.parameters(), Optional.empty())
                    .batches(inputs, configuration.training().batchSize());
        }
        PredictionWork work =
                new PredictionWork(configuration, folder.relativize(weights).toString(), inputs.split());
        List<ArrayList<String>> items =
                batches.stream().map(batch -> new ArrayList<>(batch)).toList();
        List<Predictor.BatchScores> scored = new ArrayList<>();
        try (Progress.Task task = progress.begin("Predicting", batches.size(), "batches")) {
            Executor.of(configuration).forEach(items, work, task, outcome -> {
                switch (outcome) {
                    case ItemOutcome.Done<ArrayList<String>, Predictor.BatchScores> done -> scored.add(done.result());
                    case ItemOutcome.Failed<ArrayList<String>, Predictor.BatchScores> failed ->
                        throw new StageException(failed.source() + ": " + failed.reason());
                }
            });
        }
        return Predictor.join(inputs, batches, scored);
    }

    /**
     * Predicts with a run's model.
     *
     * @param factory factory of the trained model
     * @param weights weight file of the run's training
     * @throws StageException if the training has not run
     */
    public static Predictor.ScoredPredictions predict(
            Configuration configuration, ModelFactory factory, Path weights, ClipInputs inputs, Progress progress) {
        ComputeDevice device = configuration.run().deviceChoice().device();
        TrainedModel model = read(weights, configuration, factory, inputs.nLabels(), device);
        ComputeThread compute = new ComputeThread(device);
        try {
            return new Predictor(model.model(), model.parameters(), compute.workers())
                    .predict(inputs, configuration.training().batchSize(), compute, progress);
        } finally {
            compute.closeAfterQueuedWork(model);
        }
    }
}
