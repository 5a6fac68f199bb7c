package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.model.Batch;
import audiotokens.model.ClipInput;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.ForwardPass;
import audiotokens.model.Predictor;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.training.RunBagClassifier;
import audiotokens.pipeline.training.RunModel;
import java.nio.file.Path;
import java.util.List;

/** The trained part of a bundle: computes a probability per label from a window's tokens or frames. */
interface WindowClassifier extends AutoCloseable {

    /** Predicts uncalibrated probabilities, (windows, labels), 0 to 1. */
    float[][] probabilities(List<ClipInput> windows);

    @Override
    void close();

    /**
     * Reads the weights of a bundle.
     *
     * @param nLabels number of labels in the bundle's description
     * @param threads number of CPU threads
     * @throws AudioTokensException if the weights are missing, damaged or those of a different model
     */
    static WindowClassifier read(Path weights, Configuration configuration, int nLabels, int threads) {
        if (!configuration.model().isBag()) {
            ComputeDevice device = ComputeDevice.find(threads);
            return new Network(
                    RunModel.read(weights, configuration, nLabels, device), new ComputeThread(device), nLabels);
        }
        RunBagClassifier bag = RunBagClassifier.read(weights, configuration);
        if (bag.classifier().nLabels() != nLabels) {
            throw new AudioTokensException(weights.getFileName() + " has "
                    + bag.classifier().nLabels() + " labels, but the description has " + nLabels);
        }
        return new Bag(bag);
    }

    /** A neural network, on a GPU if one is available. */
    record Network(TrainedModel model, ComputeThread compute, int nLabels) implements WindowClassifier {
        @Override
        public float[][] probabilities(List<ClipInput> windows) {
            return compute.call(() -> forward(windows));
        }

        private float[][] forward(List<ClipInput> windows) {
            try (ForwardPass pass = ForwardPass.inference(model.parameters(), compute.workers())) {
                List<ClipInput> truncated = windows.stream()
                        .map(window -> window.truncate(model.model().maxFrames()))
                        .toList();
                float[] logits = model.model()
                        .logits(pass, Batch.of(truncated, model.model().minFrames()))
                        .toFloatArray();
                return Predictor.probabilities(logits, nLabels);
            }
        }

        @Override
        public void close() {
            compute.closeAfterQueuedWork(model);
        }
    }

    /** A classifier of token bags; runs without PyTorch. */
    record Bag(RunBagClassifier bag) implements WindowClassifier {
        @Override
        public float[][] probabilities(List<ClipInput> windows) {
            return bag.predict(windows);
        }

        @Override
        public void close() {
            // holds no native memory
        }
    }
}
