package audiotokens.training;

import audiotokens.config.Configuration;
import audiotokens.config.EmbeddingStart;
import audiotokens.file.NpyFile;
import audiotokens.model.Classifier;
import audiotokens.model.ParameterShape;
import audiotokens.model.Start;
import audiotokens.run.RunFolder;
import java.util.List;

/**
 * How the parameters of a classifier start, as PyTorch starts them or where the options say so from the data, and which
 * of them training leaves alone.
 */
final class FreshParameters {
    private FreshParameters() {}

    static List<ParameterShape> of(Configuration configuration, Classifier classifier, LabelFrequency frequency) {
        return classifier.parameters().stream()
                .map(shape -> started(configuration, classifier, frequency, shape))
                .toList();
    }

    private static ParameterShape started(
            Configuration configuration, Classifier classifier, LabelFrequency frequency, ParameterShape shape) {
        boolean output = shape.name().equals(classifier.outputLayer() + ".bias");
        if (output && configuration.training().startFromLabelFrequency()) {
            return shape.startingFrom(new Start.Given(frequency.logOdds()));
        }
        boolean embedding = classifier
                .embeddingLayer()
                .map(layer -> shape.name().equals(layer + ".weight"))
                .orElse(false);
        if (embedding && configuration.training().embeddingStart() == EmbeddingStart.CENTROIDS) {
            NpyFile.Floats centroids =
                    SimilarTokens.centroids(RunFolder.of(configuration).centroids());
            int width = (int) shape.shape().get(1);
            ParameterShape vectors = shape.startingFrom(new Start.Rows(
                    centroids.values(),
                    centroids.shape()[1],
                    width,
                    shape.start().deviation()));
            return configuration.training().freezeEmbedding() ? vectors.frozen() : vectors;
        }
        return shape;
    }
}
