package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Embedding, mean over the tokens, linear: the original's {@code SimpleTokenClassifier}.
 *
 * <p>The mean of a clip's embeddings is its share of each token times the embedding matrix, which is computed here in
 * that order: one small product in place of a long array that is then summed.
 *
 * @param vocabularySize number of tokens
 * @param hiddenSize width of the embedding
 * @param labels number of outputs
 * @param countPadding whether padding counts as token 0, as it does in the original
 */
public record SimpleClassifier(int vocabularySize, int hiddenSize, int labels, boolean countPadding)
        implements Classifier {

    @Override
    public List<ParameterShape> parameters() {
        List<ParameterShape> shapes = new ArrayList<>();
        shapes.add(new ParameterShape(
                "embedding.weight", new Shape(vocabularySize, hiddenSize), new Start.Normal(1), true));
        shapes.addAll(ParameterShape.linear("classifier", hiddenSize, labels));
        return shapes;
    }

    @Override
    public String outputLayer() {
        return "classifier";
    }

    @Override
    public Optional<String> embeddingLayer() {
        return Optional.of("embedding");
    }

    @Override
    public NDArray logits(Pass pass, Batch padded) {
        Batch batch = countPadding ? padded.paddingCounted() : padded;
        NDArray shares = pass.manager().create(shares((Batch.OfTokens) batch), new Shape(batch.size(), vocabularySize));
        return pass.layers().linear("classifier", shares.matMul(pass.parameter("embedding.weight")));
    }

    private float[] shares(Batch.OfTokens batch) {
        float[] shares = new float[batch.size() * vocabularySize];
        for (int clip = 0; clip < batch.size(); clip++) {
            int frames = batch.lengths()[clip];
            float own = batch.shares()[clip];
            for (int frame = 0; frame < frames; frame++) {
                int place = clip * batch.longest() + frame;
                shares[clip * vocabularySize + (int) batch.ids()[place]] += own / frames;
                shares[clip * vocabularySize + (int) batch.others()[place]] += (1 - own) / frames;
            }
        }
        return shares;
    }
}
