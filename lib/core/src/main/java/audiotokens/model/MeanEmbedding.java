package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Embedding, mean over tokens, linear: the original Python implementation's {@code SimpleTokenClassifier}.
 *
 * <p>The mean embedding of a clip equals its token frequencies times the embedding matrix. Computing it that way needs
 * one small matrix product instead of a (clips, frames, hiddenSize) array.
 *
 * @param vocabularySize number of tokens
 * @param hiddenSize embedding dimension
 * @param nLabels number of outputs
 * @param countPadding whether padding is read as token 0, as in the original
 */
public record MeanEmbedding(int vocabularySize, int hiddenSize, int nLabels, boolean countPadding) implements Model {

    @Override
    public List<ParameterSpec> parameters() {
        return ParameterSpec.all(
                ParameterSpec.embedding("embedding", vocabularySize, hiddenSize),
                ParameterSpec.linear("classifier", hiddenSize, nLabels));
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("classifier");
    }

    @Override
    public List<String> embeddingLayers() {
        return List.of("embedding");
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch padded) {
        Batch batch = countPadding ? padded.withCountedPadding() : padded;
        NDArray frequencies =
                pass.manager().create(frequencies(batch.tokens()), new Shape(batch.size(), vocabularySize));
        return pass.layers()
                .linear("classifier", pass.layers().matMul(frequencies, pass.parameter("embedding.weight")));
    }

    private float[] frequencies(Batch.TokenBatch batch) {
        float[] frequencies = new float[batch.size() * vocabularySize];
        for (int clip = 0; clip < batch.size(); clip++) {
            int frames = batch.lengths()[clip];
            float weight = batch.weights()[clip];
            for (int frame = 0; frame < frames; frame++) {
                int index = clip * batch.maxLength() + frame;
                frequencies[clip * vocabularySize + (int) batch.ids()[index]] += weight / frames;
                frequencies[clip * vocabularySize + (int) batch.partnerIds()[index]] += (1 - weight) / frames;
            }
        }
        return frequencies;
    }
}
