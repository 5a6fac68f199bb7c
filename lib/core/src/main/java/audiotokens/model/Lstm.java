package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Embedding, bidirectional LSTM, pooling over time, dropout, linear: the original's {@code SimpleLSTMTokenClassifier},
 * with the results of {@code pack_padded_sequence}.
 *
 * <p>A packed sequence excludes padding. Here each direction starts at its sequence's first frame: for the backward
 * direction, each sequence is reversed in place, with its padding left at the end. Padding therefore never affects the
 * states before it.
 *
 * @param vocabularySize number of tokens
 * @param embedDim embedding dimension, or number of mel bands if the input is frames
 * @param hiddenDim hidden size per direction
 * @param numLayers number of layers
 * @param labels number of outputs
 * @param dropout dropout probability of the pooled states
 * @param pooling pooling over time; the original takes the last state
 * @param precomputed whether the input is frames; the embedding's parameters then exist but are unused
 * @param countPadding whether padding is read as token 0, as in the original, which computes its mask after padding
 */
public record Lstm(
        int vocabularySize,
        int embedDim,
        int hiddenDim,
        int numLayers,
        int labels,
        double dropout,
        Pooling pooling,
        boolean precomputed,
        boolean countPadding)
        implements Model {

    /**
     * Creates a model with the original's sizes for tokens: one layer, embedding 256, hidden size 512 per direction,
     * last-state pooling.
     */
    public static Lstm classifier(int vocabularySize, int labels) {
        return new Lstm(vocabularySize, 256, 512, 1, labels, 0, Pooling.LAST, false, false);
    }

    @Override
    public List<ParameterShape> parameters() {
        List<ParameterShape> shapes = new ArrayList<>();
        ParameterShape embedding =
                ParameterShape.embedding("embedding", vocabularySize, embedDim).getFirst();
        shapes.add(precomputed ? embedding.frozen() : embedding);
        for (int layer = 0; layer < numLayers; layer++) {
            int inputs = layer == 0 ? embedDim : 2 * hiddenDim;
            for (Direction direction : Direction.values()) {
                shapes.addAll(ParameterShape.lstm("lstm", direction.layerName(layer), inputs, hiddenDim));
            }
        }
        if (pooling == Pooling.ATTENTION) {
            shapes.addAll(ParameterShape.linear("attention", 2 * hiddenDim, 1));
        }
        shapes.addAll(ParameterShape.linear("fc", StatePooling.widthFactor(pooling) * hiddenDim, labels));
        return shapes;
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("fc");
    }

    @Override
    public List<String> embeddingLayers() {
        return precomputed ? List.of() : List.of("embedding");
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch padded) {
        Batch batch = countPadding ? padded.withCountedPadding() : padded;
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
            forward = forwardStates.concat(order.reversed(backwardStates), 2);
            backward = order.reversed(forwardStates).concat(backwardStates, 2);
        }
    }

    /**
     * Returns a function that computes one direction of one layer: (frames, clips, inputs) to hidden states (frames,
     * clips, hiddenDim).
     */
    private UnaryOperator<NDArray> states(ForwardPass pass, Batch batch, int layer, Direction direction) {
        Layers layers = pass.layers();
        return input -> {
            NDArray vectors = layer == 0 && batch instanceof Batch.OfTokens tokens
                    ? tokens.mixture(
                            pass.manager(), layers.embedding("embedding", input), new Shape(1, batch.size(), 1))
                    : input;
            return layers.lstm("lstm", direction.layerName(layer), vectors);
        };
    }

    private enum Direction {
        FORWARD(""),
        BACKWARD("_reverse");

        private final String suffix;

        Direction(String suffix) {
            this.suffix = suffix;
        }

        String layerName(int layer) {
            return "l" + layer + suffix;
        }
    }
}
