package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A spectrogram as a picture: twice a 3 × 3 convolution, ReLU and 2 × 2 pooling, of 32 and 64 channels; a hidden layer
 * of 256; linear: the original's {@code CNNClassifier}.
 *
 * @param frames frames of each clip; longer ones are cropped, shorter ones padded
 * @param nMels mel bands of a frame
 * @param labels number of outputs
 */
public record CnnClassifier(int frames, int nMels, int labels) implements Classifier {
    private static final int KERNEL = 3;
    private static final int FIRST = 32;
    private static final int SECOND = 64;
    private static final int HIDDEN = 256;
    /** How many frames, or mel bands, both poolings together make one of. */
    public static final int POOLED = 4;

    @Override
    public List<ParameterShape> parameters() {
        List<ParameterShape> shapes = new ArrayList<>();
        shapes.addAll(convolution("conv1", 1, FIRST));
        shapes.addAll(convolution("conv2", FIRST, SECOND));
        shapes.addAll(ParameterShape.linear("fc1", SECOND * (frames / POOLED) * (nMels / POOLED), HIDDEN));
        shapes.addAll(ParameterShape.linear("fc2", HIDDEN, labels));
        return shapes;
    }

    private static List<ParameterShape> convolution(String name, int inputs, int outputs) {
        Start start = new Start.Uniform(1 / Math.sqrt(inputs * KERNEL * KERNEL));
        return List.of(
                new ParameterShape(name + ".weight", new Shape(outputs, inputs, KERNEL, KERNEL), start, true),
                new ParameterShape(name + ".bias", new Shape(outputs), start, true));
    }

    @Override
    public String outputLayer() {
        return "fc2";
    }

    @Override
    public int leastFrames() {
        return frames;
    }

    @Override
    public int mostFrames() {
        return frames;
    }

    @Override
    public NDArray logits(Pass pass, Batch batch) {
        Layers layers = pass.layers();
        NDArray picture = batch.clipMajor(pass.manager()).expandDims(1);
        NDArray first = pool(Layers.relu(layers.convolution("conv1", picture)));
        NDArray second = pool(Layers.relu(layers.convolution("conv2", first)));
        NDArray hidden = Layers.relu(layers.linear("fc1", second.reshape(batch.size(), -1)));
        return layers.linear("fc2", hidden);
    }

    private static NDArray pool(NDArray input) {
        Shape two = new Shape(2, 2);
        return input.getNDArrayInternal().maxPool(two, two, new Shape(0, 0), false);
    }
}
