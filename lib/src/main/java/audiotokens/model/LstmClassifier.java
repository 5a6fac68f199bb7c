package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import audiotokens.config.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Embedding, bidirectional LSTM, its states pooled into one vector, dropout, linear: the original's
 * {@code SimpleLSTMTokenClassifier}, with what {@code pack_padded_sequence} gives it.
 *
 * <p>A packed sequence never sees padding. Here each direction is a pass of its own over sequences that begin at their
 * own first frame: the backward pass runs over sequences turned round within their length. What comes after a
 * sequence's end then has no part in its states.
 *
 * @param vocabularySize number of tokens
 * @param embedDim width of the embedding, or of the frames where these are fed
 * @param hiddenDim width of the LSTM in each direction
 * @param numLayers number of layers
 * @param labels number of outputs
 * @param dropout share of the last hidden states dropped in training
 * @param pooling what is made of the states over all frames; the original takes the last
 * @param precomputed whether frames are fed in place of tokens; the embedding is then carried along unused
 */
public record LstmClassifier(
        int vocabularySize,
        int embedDim,
        int hiddenDim,
        int numLayers,
        int labels,
        double dropout,
        Pooling pooling,
        boolean precomputed)
        implements Classifier {

    @Override
    public List<ParameterShape> parameters() {
        List<ParameterShape> shapes = new ArrayList<>();
        shapes.add(new ParameterShape(
                "embedding.weight", new Shape(vocabularySize, embedDim), new Start.Normal(1), !precomputed));
        Start start = new Start.Uniform(1 / Math.sqrt(hiddenDim));
        for (int layer = 0; layer < numLayers; layer++) {
            int inputs = layer == 0 ? embedDim : 2 * hiddenDim;
            for (Direction direction : Direction.values()) {
                String end = layer + direction.suffix;
                shapes.add(new ParameterShape("lstm.weight_ih_l" + end, new Shape(4 * hiddenDim, inputs), start, true));
                shapes.add(
                        new ParameterShape("lstm.weight_hh_l" + end, new Shape(4 * hiddenDim, hiddenDim), start, true));
                shapes.add(new ParameterShape("lstm.bias_ih_l" + end, new Shape(4 * hiddenDim), start, true));
                shapes.add(new ParameterShape("lstm.bias_hh_l" + end, new Shape(4 * hiddenDim), start, true));
            }
        }
        if (pooling == Pooling.ATTENTION) {
            shapes.addAll(ParameterShape.linear("attention", 2 * hiddenDim, 1));
        }
        shapes.addAll(ParameterShape.linear("fc", StatePooling.width(pooling) * hiddenDim, labels));
        return shapes;
    }

    @Override
    public String outputLayer() {
        return "fc";
    }

    @Override
    public Optional<String> embeddingLayer() {
        return precomputed ? Optional.empty() : Optional.of("embedding");
    }

    @Override
    public NDArray logits(NDManager step, Parameters parameters, Batch batch, Dropout dropout) {
        Layers layers = new Layers(parameters);
        SequenceOrder order = new SequenceOrder(step, batch);
        NDArray forward = input(step, layers, batch, false);
        NDArray backward = input(step, layers, batch, true);
        for (int layer = 0; ; layer++) {
            NDArray forwardStates = pass(step, parameters, forward, layer, Direction.FORWARD);
            NDArray backwardStates = pass(step, parameters, backward, layer, Direction.BACKWARD);
            if (layer == numLayers - 1) {
                NDArray pooled =
                        new StatePooling(step, batch, order).pool(pooling, forwardStates, backwardStates, layers);
                return layers.linear("fc", dropout.apply(step, pooled, this.dropout));
            }
            forward = forwardStates.concat(order.turned(backwardStates), 2);
            backward = order.turned(forwardStates).concat(backwardStates, 2);
        }
    }

    private NDArray input(NDManager step, Layers layers, Batch batch, boolean reversed) {
        NDArray input = batch.timeMajor(step, reversed);
        return precomputed ? input : layers.embedding("embedding", input);
    }

    /** One direction of one layer over (frames, clips, inputs): the states at each frame (frames, clips, hiddenDim). */
    private NDArray pass(NDManager step, Parameters parameters, NDArray input, int layer, Direction direction) {
        String end = layer + direction.suffix;
        NDList weights = new NDList(
                parameters.get("lstm.weight_ih_l" + end),
                parameters.get("lstm.weight_hh_l" + end),
                parameters.get("lstm.bias_ih_l" + end),
                parameters.get("lstm.bias_hh_l" + end));
        NDArray zeros = step.zeros(new Shape(1, input.getShape().get(1), hiddenDim));
        NDList states = new NDList(zeros, zeros);
        return input.getNDArrayInternal()
                .lstm(input, states, weights, true, 1, 0, true, false, false)
                .getFirst();
    }

    private enum Direction {
        FORWARD(""),
        BACKWARD("_reverse");

        private final String suffix;

        Direction(String suffix) {
            this.suffix = suffix;
        }
    }
}
