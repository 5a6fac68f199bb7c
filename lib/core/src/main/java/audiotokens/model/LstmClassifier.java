package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 * @param countPadding whether padding counts as token 0, as it does in the original, which makes its mask after padding
 */
public record LstmClassifier(
        int vocabularySize,
        int embedDim,
        int hiddenDim,
        int numLayers,
        int labels,
        double dropout,
        Pooling pooling,
        boolean precomputed,
        boolean countPadding)
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
    public NDArray logits(Pass pass, Batch padded) {
        Batch batch = countPadding ? padded.paddingCounted() : padded;
        Layers layers = pass.layers();
        SequenceOrder order = new SequenceOrder(pass.manager(), batch);
        NDArray forward = batch.timeMajor(pass.manager(), false);
        NDArray backward = batch.timeMajor(pass.manager(), true);
        for (int layer = 0; ; layer++) {
            List<NDArray> states = pass.fork(
                    List.of(forward, backward),
                    layer > 0,
                    List.of(
                            states(pass, batch, layer, Direction.FORWARD),
                            states(pass, batch, layer, Direction.BACKWARD)));
            NDArray forwardStates = states.getFirst();
            NDArray backwardStates = states.getLast();
            if (layer == numLayers - 1) {
                NDArray pooled = new StatePooling(pass.manager(), batch, order)
                        .pool(pooling, forwardStates, backwardStates, layers);
                return layers.linear("fc", pass.dropout(pooled, dropout));
            }
            forward = forwardStates.concat(order.turned(backwardStates), 2);
            backward = order.turned(forwardStates).concat(backwardStates, 2);
        }
    }

    /** One direction of one layer over (frames, clips, inputs): the states at each frame (frames, clips, hiddenDim). */
    private UnaryOperator<NDArray> states(Pass pass, Batch batch, int layer, Direction direction) {
        String end = layer + direction.suffix;
        NDList weights = new NDList(
                pass.parameter("lstm.weight_ih_l" + end),
                pass.parameter("lstm.weight_hh_l" + end),
                pass.parameter("lstm.bias_ih_l" + end),
                pass.parameter("lstm.bias_hh_l" + end));
        return input -> {
            NDArray vectors = layer == 0 && batch instanceof Batch.OfTokens tokens
                    ? tokens.mixture(
                            pass.manager(), pass.layers().embedding("embedding", input), new Shape(1, batch.size(), 1))
                    : input;
            NDArray zeros = pass.manager().zeros(new Shape(1, batch.size(), hiddenDim));
            return vectors.getNDArrayInternal()
                    .lstm(vectors, new NDList(zeros, zeros), weights, true, 1, 0, true, false, false)
                    .getFirst();
        };
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
