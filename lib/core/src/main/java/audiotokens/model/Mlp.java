package audiotokens.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * An MLP on the flattened spectrogram, with hidden layers of 512 and 256 units: the original Python implementation's
 * {@code BaselineMLPClassifier}.
 *
 * @param frames frames per clip; longer clips are cropped, shorter ones padded
 * @param nMels number of mel bands
 * @param nLabels number of outputs
 */
public record Mlp(int frames, int nMels, int nLabels) implements Model {
    private static final int HIDDEN1_SIZE = 512;
    private static final int HIDDEN2_SIZE = 256;

    @Override
    public List<ParameterSpec> parameters() {
        return ParameterSpec.all(
                ParameterSpec.linear("fc1", frames * nMels, HIDDEN1_SIZE),
                ParameterSpec.linear("fc2", HIDDEN1_SIZE, HIDDEN2_SIZE),
                ParameterSpec.linear("fc3", HIDDEN2_SIZE, nLabels));
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("fc3");
    }

    @Override
    public int minFrames() {
        return frames;
    }

    @Override
    public int maxFrames() {
        return frames;
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch batch) {
        Layers layers = pass.layers();
        NDArray flat = batch.clipMajor(pass.manager()).reshape(batch.size(), -1);
        NDArray hidden1 = Layers.relu(layers.linear("fc1", flat));
        NDArray hidden2 = Layers.relu(layers.linear("fc2", hidden1));
        return layers.linear("fc3", hidden2);
    }
}
