package audiotokens.pipeline.training;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.file.PthFile;
import audiotokens.file.SafetensorsFile;
import audiotokens.metrics.AveragePrecision;
import audiotokens.model.Model;
import audiotokens.model.ModelFactory;
import audiotokens.model.Parameters;
import audiotokens.model.Predictor;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.training.Checkpoint;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Weights that this run did not train: those of {@code startFrom}, or another program's file used as the best weights.
 */
final class ExternalWeights {
    private ExternalWeights() {}

    /**
     * Returns the weight file that {@code startFrom} names; empty if it is not set.
     *
     * @throws StageException if it is in the folder that the training writes to
     */
    static Optional<Path> initialWeightsFile(Configuration configuration) {
        Optional<Path> file = configuration.model().startFrom().stream().findFirst();
        Path trainingFolder =
                RunFolder.of(configuration).training().toAbsolutePath().normalize();
        if (file.isPresent() && file.get().toAbsolutePath().normalize().startsWith(trainingFolder)) {
            throw new StageException("startFrom: " + file.get()
                    + " is in the folder that this training writes to; move it to another folder, or start"
                    + " from it in another outputPath");
        }
        return file;
    }

    /**
     * Returns {@code training/best.safetensors} if another program wrote it, unless {@code startFrom} is set. A
     * checkpoint next to it indicates a training run of this program whose record was lost.
     */
    static Optional<Path> adoptedFile(Configuration configuration) throws IOException {
        RunFolder run = RunFolder.of(configuration);
        TrainingFolder folder = TrainingFolder.of(run);
        boolean isAdopted = StageRecord.read(run, RunStage.TRAINING)
                .map(StageRecord::adopted)
                .orElse(true);
        return Optional.of(folder.bestWeights())
                .filter(best -> isAdopted && configuration.model().startFrom().isEmpty())
                .filter(best -> Files.exists(best) && !Files.exists(folder.checkpoint()));
    }

    /**
     * Reads weights keyed by PyTorch's parameter names (the keys of a state dict).
     *
     * @param file safetensors file, or a state dict with the extension .pth, .pt or .bin
     * @throws IOException if it is neither; the message names it
     */
    static SafetensorsFile read(Path file) throws IOException {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(pth|pt|bin)")
                ? new SafetensorsFile(PthFile.read(file), Map.of())
                : SafetensorsFile.read(file);
    }

    /**
     * Reads the weights of {@code startFrom}.
     *
     * @throws StageException if the file is missing or cannot be read
     */
    static SafetensorsFile readInitialWeights(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            throw new StageException("startFrom: " + FileErrors.describe(e), e);
        }
    }

    /**
     * Creates a training state with these weights: before the first epoch, without optimizer moments.
     *
     * @throws StageException if they do not match {@code model}; the message names the file
     */
    static Checkpoint initialCheckpoint(Path file, SafetensorsFile weights, Model model) {
        try {
            Parameters.check(model.parameters(), weights.tensors());
        } catch (AudioTokensException e) {
            throw mismatch(file, e);
        }
        return new Checkpoint(weights.tensors(), new LinkedHashMap<>(), 0, List.of());
    }

    /**
     * Evaluates existing weights on the validation clips.
     *
     * @return a report with one epoch, numbered 0
     * @throws StageException if they do not match the configuration; the message names the file
     */
    static TrainingReport evaluate(Configuration configuration, ModelFactory factory, Path weights, Progress progress)
            throws IOException {
        long startNanos = System.nanoTime();
        ClipCatalog catalog = Metadata.read(configuration);
        ClipInputs clips = new ClipInputs(configuration, catalog, Split.VALIDATION);
        Predictor.ScoredPredictions scored;
        try {
            scored = RunModel.predict(configuration, factory, weights, clips, progress);
        } catch (StageException e) {
            throw e;
        } catch (AudioTokensException e) {
            throw mismatch(weights, e);
        }
        Epoch epoch = new Epoch(
                0,
                Double.NaN,
                OptionalDouble.empty(),
                scored.loss(),
                AveragePrecision.mean(scored.predictions()),
                (System.nanoTime() - startNanos) / 1e9,
                0,
                new LinkedHashMap<>());
        long parameters = SafetensorsFile.read(weights).tensors().values().stream()
                .mapToLong(tensor -> tensor.values().length)
                .sum();
        return new TrainingReport(
                List.of(epoch),
                parameters,
                0,
                clips.ids().size(),
                clips.nMissing(),
                configuration.run().deviceChoice().device().toString());
    }

    /** Returns an exception that adds the file and the relevant keys to the model's message. */
    static StageException mismatch(Path weights, AudioTokensException reason) {
        return new StageException(
                weights + ": " + reason.getMessage()
                        + " (check the keys modelType, vocabSize, numLayers, hiddenSize, lstmEmbedDim,"
                        + " lstmHiddenDim, pooling; the number of labels comes from the ontology)",
                reason);
    }
}
