package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Embedding, bidirectional LSTM, pooling over time, dropout, linear: the original Python implementation's {@code
 * SimpleLSTMTokenClassifier}, with the results of {@code pack_padded_sequence}.
 *
 * <p>A packed sequence excludes padding. Here each direction starts at its sequence's first frame: for the backward
 * direction, each sequence is reversed in place, with its padding left at the end. Padding therefore never affects the
 * states before it.
 *
 * @param vocabularySize number of tokens
 * @param embedDim embedding dimension, or number of mel bands if the input is frames
 * @param hiddenDim hidden size per direction
 * @param numLayers number of layers
 * @param nLabels number of outputs
 * @param dropout dropout probability of the pooled states
 * @param pooling pooling over time; the original takes the last state
 * @param readsFrames whether the input is frames; the embedding's parameters then exist but are unused
 * @param countPadding whether padding is read as token 0, as in the original, which creates its mask after padding and
 *     therefore masks nothing
 */
public record Lstm(
        int vocabularySize,
        int embedDim,
        int hiddenDim,
        int numLayers,
        int nLabels,
        double dropout,
        Pooling pooling,
        boolean readsFrames,
        boolean countPadding)
        implements Model {

    /**
     * Creates a model with the original's sizes for tokens: one layer, embedding 256, hidden size 512 per direction,
     * last-state pooling.
     */
    public static Lstm classifier(int vocabularySize, int nLabels) {
        return new Lstm(vocabularySize, 256, 512, 1, nLabels, 0, Pooling.LAST, false, false);
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        ParameterSpec embedding =
                ParameterSpec.embedding("embedding", vocabularySize, embedDim).getFirst();
        specs.add(readsFrames ? embedding.frozen() : embedding);
        for (int layer = 0; layer < numLayers; layer++) {
            int inputs = layer == 0 ? embedDim : 2 * hiddenDim;
            for (Direction direction : Direction.values()) {
                specs.addAll(ParameterSpec.lstm("lstm", direction.layerName(layer), inputs, hiddenDim));
            }
        }
        if (pooling == Pooling.ATTENTION) {
            specs.addAll(ParameterSpec.linear("attention", 2 * hiddenDim, 1));
        }
        specs.addAll(ParameterSpec.linear("fc", LstmPooling.widthFactor(pooling) * hiddenDim, nLabels));
        return specs;
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("fc");
    }

    @Override
    public List<String> embeddingLayers() {
        return readsFrames ? List.of() : List.of("embedding");
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch padded) {
        Batch batch = countPadding ? padded.withCountedPadding() : padded;
        Layers layers = pass.layers();
        PaddedSequences sequences = new PaddedSequences(pass.manager(), batch);
        List<NDArray> states = pass.joinsDirections() && batch.isUnpadded()
                ? jointStates(pass, batch, sequences)
                : separateStates(pass, batch, sequences);
        NDArray pooled = new LstmPooling(pass.manager(), batch, sequences)
                .pool(pooling, states.getFirst(), states.getLast(), layers);
        return layers.linear("fc", pass.dropout(pooled, dropout));
    }

    /**
     * Returns the last layer's states of the forward and of the backward direction, computed by one call per layer, in
     * which cuDNN runs the two directions concurrently. There must be no padding, because both directions read the same
     * input.
     */
    private List<NDArray> jointStates(ForwardPass pass, Batch batch, PaddedSequences sequences) {
        NDArray states = vectors(pass, batch, batch.timeMajor(pass.manager(), false));
        for (int layer = 0; layer < numLayers; layer++) {
            states = pass.layers().bidirectionalLstm("lstm", "l" + layer, states);
        }
        NDList directions = states.split(2, 2);
        return List.of(directions.get(0), sequences.reverse(directions.get(1)));
    }

    /** Returns the same as {@link #jointStates}, computed by one call per layer and direction. */
    private List<NDArray> separateStates(ForwardPass pass, Batch batch, PaddedSequences sequences) {
        NDArray forward = batch.timeMajor(pass.manager(), false);
        NDArray backward = batch.timeMajor(pass.manager(), true);
        for (int layer = 0; ; layer++) {
            List<NDArray> states = pass.fork(
                    List.of(forward, backward),
                    layer > 0,
                    List.of(
                            states(pass, batch, layer, Direction.FORWARD),
                            states(pass, batch, layer, Direction.BACKWARD)));
            if (layer == numLayers - 1) {
                return states;
            }
            NDArray forwardStates = states.getFirst();
            NDArray backwardStates = states.getLast();
            forward = forwardStates.concat(sequences.reverse(backwardStates), 2);
            backward = sequences.reverse(forwardStates).concat(backwardStates, 2);
        }
    }

    /**
     * Returns a function that computes one direction of one layer: (frames, clips, inputs) to hidden states (frames,
     * clips, hiddenDim).
     */
    private UnaryOperator<NDArray> states(ForwardPass pass, Batch batch, int layer, Direction direction) {
        return input -> pass.layers()
                .lstm("lstm", direction.layerName(layer), layer == 0 ? vectors(pass, batch, input) : input);
    }

    /** Returns the first layer's input, (frames, clips, embedDim): embeddings of tokens, or the frames themselves. */
    private static NDArray vectors(ForwardPass pass, Batch batch, NDArray input) {
        return batch instanceof Batch.TokenBatch tokens
                ? tokens.mixture(
                        pass.manager(), pass.layers().embedding("embedding", input), new Shape(1, batch.size(), 1))
                : input;
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
