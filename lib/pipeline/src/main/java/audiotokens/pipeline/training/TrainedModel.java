package audiotokens.pipeline.training;

import audiotokens.file.SafetensorsFile;
import audiotokens.model.Model;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Parameters;
import audiotokens.model.Predictor;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A classifier with weights from a file.
 *
 * @param classifier the layers
 * @param parameters the weights; closed with this
 */
public record TrainedModel(Model classifier, Parameters parameters) implements AutoCloseable {

    /**
     * Reads weights saved under PyTorch's names, by this program or by {@code safetensors.torch.save_file}.
     *
     * @param labels number of outputs
     * @throws StageException where the file is missing or of another model; the message says what to do
     */
    public static TrainedModel read(Path weights, Configuration configuration, int labels, ComputeDevice device) {
        if (!Files.exists(weights)) {
            throw new StageException(weights + " is missing; run the notebook 'training' first");
        }
        try {
            SafetensorsFile file = SafetensorsFile.read(weights);
            Model classifier = ConfiguredModel.fitting(configuration, labels, file);
            return new TrainedModel(
                    classifier, Parameters.of(classifier.parameters(), file.tensors(), device.device()));
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the notebook 'training' again", e);
        }
    }

    /**
     * Has a run's model predict.
     *
     * @param weights a file of the run's training
     * @throws audiotokens.pipeline.run.StageException where the training has not run
     */
    public static Predictor.Judged predict(
            Configuration configuration, Path weights, ClipInputs inputs, Progress progress) {
        ComputeDevice device = ComputeDevice.find(configuration.run().threadCount());
        TrainedModel model = TrainedModel.read(weights, configuration, inputs.labels(), device);
        ComputeThread compute = new ComputeThread(device);
        try {
            return new Predictor(model.classifier(), model.parameters(), compute.workers())
                    .predict(inputs, configuration.training().batchSize(), compute, progress);
        } finally {
            compute.closeAfterwards(model);
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
