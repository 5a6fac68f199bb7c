package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A model for clips with exactly one label each: a softmax over the outputs of another model. Its logits are the log
 * odds of the softmax, z_c - log Σ_{j≠c} exp z_j, whose sigmoid is the softmax. The parameters are those of the
 * other model.
 *
 * <p>To avoid cancellation, each sum over j≠c is computed directly, from arrays of shape (clips, labels, labels). Time
 * and memory are therefore quadratic in the number of labels: 4 MB per array and clip at 1000 labels.
 *
 * @param model the model of the outputs z
 */
public record SoftmaxOutput(Model model) implements Model {

    @Override
    public List<ParameterSpec> parameters() {
        return model.parameters();
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch batch) {
        return logOdds(model.logits(pass, batch));
    }

    /**
     * Returns the log odds of a softmax: (clips, labels).
     *
     * @param outputs float32 (clips, labels), with at least two labels
     */
    static NDArray logOdds(NDArray outputs) {
        long labels = outputs.getShape().get(1);
        if (labels < 2) {
            throw new IllegalArgumentException("a softmax needs at least two labels, not " + labels);
        }
        NDArray selfMask = outputs.getManager().eye((int) labels).mul(SequencePooling.MASK_BIAS);
        // (clips, labels, labels): for each label, the outputs of all other labels
        NDArray others = outputs.expandDims(1).add(selfMask.reshape(new Shape(1, labels, labels)));
        NDArray largest = others.max(new int[] {2}, true);
        NDArray sum = others.sub(largest).exp().sum(new int[] {2});
        return outputs.sub(sum.log().add(largest.squeeze(2)));
    }

    @Override
    public boolean hasExclusiveLabels() {
        return true;
    }

    @Override
    public Optional<String> outputLayer() {
        return model.outputLayer();
    }

    @Override
    public List<String> embeddingLayers() {
        return model.embeddingLayers();
    }

    @Override
    public int minFrames() {
        return model.minFrames();
    }

    @Override
    public int maxFrames() {
        return model.maxFrames();
    }

    @Override
    public long inputFrames(long frames) {
        return model.inputFrames(frames);
    }
}
