package audiotokens.pipeline.evaluation;

import audiotokens.cluster.PrincipalComponents;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.label.Label;
import audiotokens.model.ClipInput;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.RunModel;
import audiotokens.pipeline.training.TrainingFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A projection of the best model's token embedding onto two dimensions, with each token's most characteristic label.
 */
public final class TokenProjection {
    /** Additive smoothing of the occurrences, so that a few occurrences of a rare token do not give a high lift. */
    private static final double SMOOTHING = 5;

    private TokenProjection() {}

    /**
     * A token on the map.
     *
     * @param token token id
     * @param x first principal component of the embedding
     * @param y second principal component
     * @param occurrences number of occurrences in the training clips
     * @param label label with the highest lift; empty if the token never occurs
     * @param lift frequency of the token in the label's clips, divided by its frequency in all clips (smoothed)
     */
    public record Point(int token, double x, double y, long occurrences, Optional<Label> label, double lift) {}

    /**
     * Computes the map of all tokens.
     *
     * @throws StageException if the training has not run, or the model embeds no tokens
     */
    public static List<Point> of(Configuration configuration) {
        ClipCatalog catalog = Metadata.read(configuration);
        int nLabels = catalog.labels().size();
        Tensor embedding = embedding(configuration, nLabels);
        int vocabularySize = (int) embedding.shape()[0];
        double[][] counts = counts(new ClipInputs(configuration, catalog, Split.TRAIN), vocabularySize, nLabels);
        double[] tokensPerLabel = new double[nLabels + 1];
        for (double[] row : counts) {
            for (int label = 0; label <= nLabels; label++) {
                tokensPerLabel[label] += row[label];
            }
        }
        double[][] coordinates = PrincipalComponents.of(
                        embedding.values(), (int) embedding.shape()[1], 2)
                .project(embedding.values());
        List<Point> points = new ArrayList<>();
        for (int token = 0; token < vocabularySize; token++) {
            double[] row = counts[token];
            double frequency = row[nLabels] / tokensPerLabel[nLabels];
            int bestLabel = -1;
            double bestLift = 0;
            for (int label = 0; label < nLabels && row[nLabels] > 0; label++) {
                double lift = (row[label] + SMOOTHING) / (tokensPerLabel[label] * frequency + SMOOTHING);
                if (tokensPerLabel[label] > 0 && lift > bestLift) {
                    bestLabel = label;
                    bestLift = lift;
                }
            }
            Optional<Label> label = bestLabel < 0
                    ? Optional.empty()
                    : Optional.of(catalog.labels().get(bestLabel));
            points.add(new Point(
                    token, coordinates[token][0], coordinates[token][1], (long) row[nLabels], label, bestLift));
        }
        return points;
    }

    private static Tensor embedding(Configuration configuration, int nLabels) {
        try (TrainedModel model = RunModel.read(
                TrainingFolder.of(RunFolder.of(configuration)).bestWeights(),
                configuration,
                nLabels,
                configuration.run().deviceChoice().device())) {
            String layer = model.model().embeddingLayers().stream()
                    .findFirst()
                    .orElseThrow(() -> new StageException(
                            "the model embeds no tokens; a token map needs datasetType=TokenizedSpecDataset"));
            return Objects.requireNonNull(model.parameters().values().get(layer + ".weight"), layer);
        }
    }

    /**
     * Counts each token in the clips of each label and, in the last column, in all clips: (vocabularySize, labels + 1).
     */
    private static double[][] counts(ClipInputs clips, int vocabularySize, int nLabels) {
        double[][] counts = new double[vocabularySize][nLabels + 1];
        for (String id : clips.ids()) {
            float[] targets = clips.targets(id);
            for (long token : firstStream(clips.read(id))) {
                counts[(int) token][nLabels]++;
                for (int label = 0; label < nLabels; label++) {
                    counts[(int) token][label] += targets[label];
                }
            }
        }
        return counts;
    }

    /** Returns the tokens of the first stream, which the first embedding layer embeds. */
    private static long[] firstStream(ClipInput input) {
        return switch (input) {
            case ClipInput.Tokens tokens -> tokens.ids();
            case ClipInput.Streams clip -> clip.streams().getFirst().ids();
            case ClipInput.Frames _ -> throw new IllegalArgumentException("frames have no tokens");
        };
    }
}
