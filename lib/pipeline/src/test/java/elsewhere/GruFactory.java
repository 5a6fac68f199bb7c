package elsewhere;

import ai.djl.ndarray.NDArray;
import audiotokens.model.Batch;
import audiotokens.model.ForwardPass;
import audiotokens.model.Layers;
import audiotokens.model.Model;
import audiotokens.model.ModelFactory;
import audiotokens.model.ModelSizes;
import audiotokens.model.PaddedSequences;
import audiotokens.model.ParameterSpec;
import java.util.List;

/** A gated recurrent unit for a run with a single token stream. */
public final class GruFactory implements ModelFactory {

    @Override
    public Model create(ModelSizes sizes) {
        return new Gru(sizes.vocabularySize(), 16, sizes.nLabels());
    }

    record Gru(int vocabularySize, int hiddenSize, int nLabels) implements Model {
        @Override
        public List<ParameterSpec> parameters() {
            return ParameterSpec.all(
                    ParameterSpec.embedding("embedding", vocabularySize, 16),
                    ParameterSpec.gru("gru", "l0", 16, hiddenSize),
                    ParameterSpec.linear("output", hiddenSize, nLabels));
        }

        @Override
        public NDArray logits(ForwardPass pass, Batch batch) {
            Layers layers = pass.layers();
            NDArray vectors = layers.embedding("embedding", batch).transpose(1, 0, 2);
            NDArray lastStates =
                    new PaddedSequences(pass.manager(), batch).lastStates(layers.gru("gru", "l0", vectors));
            return layers.linear("output", layers.dropout(lastStates, 0.1));
        }
    }
}
