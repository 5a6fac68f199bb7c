package audiotokens.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * A spectrogram as one long vector, two hidden layers of 512 and 256, linear: the original's
 * {@code BaselineMLPClassifier}.
 *
 * @param frames frames of each clip; longer ones are cropped, shorter ones padded
 * @param nMels mel bands of a frame
 * @param labels number of outputs
 */
public record BaselineClassifier(int frames, int nMels, int labels) implements Classifier {
    private static final int FIRST = 512;
    private static final int SECOND = 256;

    @Override
    public List<ParameterShape> parameters() {
        List<ParameterShape> shapes = new ArrayList<>();
        shapes.addAll(ParameterShape.linear("fc1", frames * nMels, FIRST));
        shapes.addAll(ParameterShape.linear("fc2", FIRST, SECOND));
        shapes.addAll(ParameterShape.linear("fc3", SECOND, labels));
        return shapes;
    }

    @Override
    public String outputLayer() {
        return "fc3";
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
        NDArray flat = batch.clipMajor(pass.manager()).reshape(batch.size(), -1);
        NDArray first = Layers.relu(layers.linear("fc1", flat));
        NDArray second = Layers.relu(layers.linear("fc2", first));
        return layers.linear("fc3", second);
    }
}
