package elsewhere;

import ai.djl.ndarray.NDArray;
import audiotokens.model.Batch;
import audiotokens.model.ForwardPass;
import audiotokens.model.Layers;
import audiotokens.model.Model;
import audiotokens.model.ModelFactory;
import audiotokens.model.ModelInputs;
import audiotokens.model.PaddedSequences;
import audiotokens.model.ParameterShape;
import java.util.List;

/** A gated recurrent unit for a run with a single token stream. */
public final class GruFactory implements ModelFactory {

    @Override
    public Model create(ModelInputs inputs) {
        return new Gru(inputs.vocabularySize(), 16, inputs.nLabels());
    }

    record Gru(int vocabularySize, int hiddenSize, int nLabels) implements Model {
        @Override
        public List<ParameterShape> parameters() {
            return ParameterShape.all(
                    ParameterShape.embedding("embedding", vocabularySize, 16),
                    ParameterShape.gru("gru", "l0", 16, hiddenSize),
                    ParameterShape.linear("output", hiddenSize, nLabels));
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
