package elsewhere;

import ai.djl.ndarray.NDArray;
import audiotokens.model.Attention;
import audiotokens.model.Batch;
import audiotokens.model.ForwardPass;
import audiotokens.model.Layers;
import audiotokens.model.Model;
import audiotokens.model.ParameterSpec;
import audiotokens.model.SequencePooling;
import java.util.List;

/** One encoder layer with relative positions, as a user would write it in a notebook cell. */
record SmallTransformer(int vocabularySize, int width, int nHeads, int nLabels) implements Model {
    @Override
    public List<ParameterSpec> parameters() {
        return ParameterSpec.all(
                ParameterSpec.embedding("embedding", vocabularySize, width),
                ParameterSpec.layerNorm("norm1", width),
                ParameterSpec.linear("queries", width, width),
                ParameterSpec.linear("keys", width, width),
                ParameterSpec.linear("values", width, width),
                Attention.relativePositions("positions", 32, nHeads),
                ParameterSpec.layerNorm("norm2", width),
                ParameterSpec.linear("up_proj", width, 4 * width),
                ParameterSpec.linear("down_proj", 4 * width, width),
                ParameterSpec.linear("output", width, nLabels));
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch batch) {
        Layers layers = pass.layers();
        NDArray states = layers.embedding("embedding", batch);
        NDArray input = layers.layerNorm("norm1", states);
        NDArray queries = Attention.splitHeads(layers.linear("queries", input), nHeads);
        NDArray keys = Attention.splitHeads(layers.linear("keys", input), nHeads);
        NDArray scores = Attention.scores(pass, queries, keys)
                .add(Attention.relativeBias(pass, "positions", batch.maxLength()))
                .add(batch.attentionBias(pass.manager()));
        NDArray values = Attention.splitHeads(layers.linear("values", input), nHeads);
        states = states.add(Attention.mergeHeads(scores.softmax(3).matMul(values)));
        NDArray intermediate = Layers.gelu(layers.linear("up_proj", layers.layerNorm("norm2", states)));
        states = states.add(layers.dropout(layers.linear("down_proj", intermediate), 0.1));
        return layers.linear("output", SequencePooling.mean(states, batch.mask(pass.manager())));
    }
}
