package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Embedding, bidirectional LSTM, the last hidden state of both directions, ReLU, dropout, linear: the original's
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
 * @param precomputed whether frames are fed in place of tokens; the embedding is then carried along unused
 */
public record LstmClassifier(
        int vocabularySize, int embedDim, int hiddenDim, int numLayers, int labels, double dropout, boolean precomputed)
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
        shapes.addAll(ParameterShape.linear("fc", 2 * hiddenDim, labels));
        return shapes;
    }

    @Override
    public NDArray logits(NDManager step, Parameters parameters, Batch batch, Dropout dropout) {
        SequenceOrder order = new SequenceOrder(step, batch);
        NDArray forward = input(step, parameters, batch, false);
        NDArray backward = input(step, parameters, batch, true);
        for (int layer = 0; ; layer++) {
            NDArray forwardStates = pass(step, parameters, forward, layer, Direction.FORWARD);
            NDArray backwardStates = pass(step, parameters, backward, layer, Direction.BACKWARD);
            if (layer == numLayers - 1) {
                NDArray last = order.last(forwardStates).concat(order.last(backwardStates), 1);
                NDArray dropped = dropout.apply(step, last.getNDArrayInternal().relu(), this.dropout);
                return linear(dropped, parameters, "fc");
            }
            forward = forwardStates.concat(order.turned(backwardStates), 2);
            backward = order.turned(forwardStates).concat(backwardStates, 2);
        }
    }

    private NDArray input(NDManager step, Parameters parameters, Batch batch, boolean reversed) {
        NDArray input = batch.timeMajor(step, reversed);
        return precomputed ? input : embedding(input, parameters.get("embedding.weight"));
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

    private static NDArray embedding(NDArray ids, NDArray weight) {
        return ids.getNDArrayInternal()
                .embedding(ids, weight, SparseFormat.DENSE)
                .getFirst();
    }

    private static NDArray linear(NDArray input, Parameters parameters, String name) {
        return input.getNDArrayInternal()
                .linear(input, parameters.get(name + ".weight"), parameters.get(name + ".bias"))
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
