package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A CNN on the spectrogram as an image: two blocks of 3 × 3 convolution, ReLU and 2 × 2 max pooling, with 32 and 64
 * channels; a hidden layer of 256 units; a linear output layer. The original Python implementation's {@code
 * CNNClassifier}.
 *
 * @param frames frames per clip; longer clips are cropped, shorter ones padded
 * @param nMels number of mel bands
 * @param nLabels number of outputs
 */
public record Cnn(int frames, int nMels, int nLabels) implements Model {
    private static final int KERNEL_SIZE = 3;
    private static final int CONV1_CHANNELS = 32;
    private static final int CONV2_CHANNELS = 64;
    private static final int HIDDEN_SIZE = 256;
    /** Factor by which the two pooling layers reduce each axis. */
    public static final int POOLING_FACTOR = 4;

    @Override
    public List<ParameterSpec> parameters() {
        return ParameterSpec.all(
                ParameterSpec.conv2d("conv1", 1, CONV1_CHANNELS, KERNEL_SIZE),
                ParameterSpec.conv2d("conv2", CONV1_CHANNELS, CONV2_CHANNELS, KERNEL_SIZE),
                ParameterSpec.linear(
                        "fc1", CONV2_CHANNELS * (frames / POOLING_FACTOR) * (nMels / POOLING_FACTOR), HIDDEN_SIZE),
                ParameterSpec.linear("fc2", HIDDEN_SIZE, nLabels));
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("fc2");
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
        NDArray image = batch.clipMajor(pass.manager()).expandDims(1);
        NDArray pooled1 = pool(Layers.relu(layers.conv2d("conv1", image)));
        NDArray pooled2 = pool(Layers.relu(layers.conv2d("conv2", pooled1)));
        NDArray hidden = Layers.relu(layers.linear("fc1", pooled2.reshape(batch.size(), -1)));
        return layers.linear("fc2", hidden);
    }

    private static NDArray pool(NDArray input) {
        Shape poolSize = new Shape(2, 2);
        return input.getNDArrayInternal().maxPool(poolSize, poolSize, new Shape(0, 0), false);
    }
}
