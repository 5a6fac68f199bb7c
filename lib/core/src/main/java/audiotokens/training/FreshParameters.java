package audiotokens.training;

import audiotokens.model.Classifier;
import audiotokens.model.ParameterShape;
import audiotokens.model.Start;
import java.util.List;
import java.util.Optional;

/**
 * How the parameters of a classifier start, as PyTorch starts them or where the options say so from the data, and which
 * of them training leaves alone.
 */
final class FreshParameters {
    private FreshParameters() {}

    static List<ParameterShape> of(
            TrainingOptions options,
            Classifier classifier,
            LabelFrequency frequency,
            Optional<TokenVectors> centroids) {
        return classifier.parameters().stream()
                .map(shape -> started(options, classifier, frequency, centroids, shape))
                .toList();
    }

    private static ParameterShape started(
            TrainingOptions options,
            Classifier classifier,
            LabelFrequency frequency,
            Optional<TokenVectors> centroids,
            ParameterShape shape) {
        boolean output = shape.name().equals(classifier.outputLayer() + ".bias");
        if (output && options.startFromLabelFrequency()) {
            return shape.startingFrom(new Start.Given(frequency.logOdds()));
        }
        boolean embedding = classifier
                .embeddingLayer()
                .map(layer -> shape.name().equals(layer + ".weight"))
                .orElse(false);
        if (embedding && options.embeddingStart() == EmbeddingStart.CENTROIDS) {
            TokenVectors vectors = centroids.orElseThrow();
            int width = (int) shape.shape().get(1);
            ParameterShape started = shape.startingFrom(new Start.Rows(
                    vectors.values(), vectors.size(), width, shape.start().deviation()));
            return options.freezeEmbedding() ? started.frozen() : started;
        }
        return shape;
    }
}
