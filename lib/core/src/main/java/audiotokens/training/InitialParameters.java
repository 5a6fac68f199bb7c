package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.model.Initializer;
import audiotokens.model.Model;
import audiotokens.model.ParameterSpec;
import java.util.List;

/**
 * Determines how a model's parameters are initialized: as the model declares, or from the data if the options say so.
 * Also freezes the embedding if the options say so.
 */
final class InitialParameters {
    private InitialParameters() {}

    /**
     * Returns the model's parameters, with initializers and frozen embeddings according to the options.
     *
     * @param centroids centroids of each codebook, in the order of the model's embedding layers; empty if unused
     */
    static List<ParameterSpec> of(
            TrainingOptions options, Model model, LabelFrequency frequency, List<TokenVectors> centroids) {
        if (options.startFromLabelFrequency() && model.outputLayer().isEmpty()) {
            throw new AudioTokensException("startFromLabelFrequency sets the biases of the output layer, but the model "
                    + model.getClass().getSimpleName() + " declares none (Model.outputLayer)");
        }
        boolean usesCentroids = options.embeddingStart() == EmbeddingInitialization.CENTROIDS;
        if (usesCentroids && model.embeddingLayers().size() != centroids.size()) {
            throw new AudioTokensException("embeddingStart=centroids: there are " + centroids.size()
                    + " codebooks, but the model " + model.getClass().getSimpleName() + " has "
                    + model.embeddingLayers().size() + " embedding layers");
        }
        return model.parameters().stream()
                .map(spec -> options.startFromLabelFrequency() ? withLabelFrequency(spec, model, frequency) : spec)
                .map(spec -> usesCentroids ? withCentroids(spec, model, centroids, options) : spec)
                .toList();
    }

    private static ParameterSpec withLabelFrequency(ParameterSpec spec, Model model, LabelFrequency frequency) {
        boolean isOutputBias = spec.name().equals(model.outputLayer().orElseThrow() + ".bias");
        float[] biases = model.hasExclusiveLabels() ? frequency.logFrequencies() : frequency.logOdds();
        return isOutputBias ? spec.withInitializer(new Initializer.Given(biases)) : spec;
    }

    private static ParameterSpec withCentroids(
            ParameterSpec spec, Model model, List<TokenVectors> centroids, TrainingOptions options) {
        for (int codebook = 0; codebook < centroids.size(); codebook++) {
            if (spec.name().equals(model.embeddingLayers().get(codebook) + ".weight")) {
                TokenVectors vectors = centroids.get(codebook);
                ParameterSpec initialized = spec.withInitializer(new Initializer.ScaledRows(
                        vectors.values(),
                        vectors.dimension(),
                        (int) spec.shape().get(1),
                        spec.initializer().standardDeviation()));
                return options.freezeEmbedding() ? initialized.frozen() : initialized;
            }
        }
        return spec;
    }
}
