package elsewhere;

import ai.djl.ndarray.NDArray;
import audiotokens.model.Batch;
import audiotokens.model.ForwardPass;
import audiotokens.model.Layers;
import audiotokens.model.Model;
import audiotokens.model.PaddedSequences;
import audiotokens.model.ParameterSpec;
import java.util.List;

/** A bidirectional gated recurrent unit over tokens, as a user would write it in a notebook cell. */
record Gru(int vocabularySize, int hiddenSize, int nLabels) implements Model {
    @Override
    public List<ParameterSpec> parameters() {
        return ParameterSpec.all(
                ParameterSpec.embedding("embedding", vocabularySize, 16),
                ParameterSpec.gru("gru", "l0", 16, hiddenSize),
                ParameterSpec.gru("gru", "l0_reverse", 16, hiddenSize),
                ParameterSpec.linear("output", 2 * hiddenSize, nLabels));
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch batch) {
        Layers layers = pass.layers();
        NDArray vectors = layers.embedding("embedding", batch).transpose(1, 0, 2);
        PaddedSequences sequences = new PaddedSequences(pass.manager(), batch);
        NDArray forward = sequences.lastStates(layers.gru("gru", "l0", vectors));
        NDArray backward = sequences.lastStates(layers.gru("gru", "l0_reverse", sequences.reverse(vectors)));
        return layers.linear("output", layers.dropout(forward.concat(backward, 1), 0.1));
    }
}
