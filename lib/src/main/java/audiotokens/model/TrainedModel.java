package audiotokens.model;

import audiotokens.config.Configuration;
import audiotokens.file.SafetensorsFile;
import audiotokens.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A classifier with weights from a file.
 *
 * @param classifier the layers
 * @param parameters the weights; closed with this
 */
public record TrainedModel(Classifier classifier, Parameters parameters) implements AutoCloseable {

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
            Classifier classifier = Classifier.fitting(configuration, labels, file);
            return new TrainedModel(
                    classifier, Parameters.of(classifier.parameters(), file.tensors(), device.device()));
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the notebook 'training' again", e);
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
