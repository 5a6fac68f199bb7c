package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.LossLandscape;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.evaluation.SplitOverlap;
import audiotokens.pipeline.evaluation.TokenProjection;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.pipeline.training.SyntheticTask;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFiguresTest {
    @TempDir
    static Path folder;

    private static Configuration configuration;
    private static TrainingReport training;

    @BeforeAll
    static void train() throws IOException {
        configuration = SyntheticTask.create(folder, 48, 24).configuration("epochs=3");
        training = new ModelTrainer(configuration).run(Progress.silent());
    }

    private static Series.Heatmap heatmap(Chart figure) {
        return (Series.Heatmap) figure.series().getFirst();
    }

    @Test
    void drawsTheGradientOfEachWeightAtEachEpoch() {
        Chart figure = ModelFigures.gradients(training);

        List<String> weights = figure.y().names();
        assertEquals("embedding.weight", weights.getFirst());
        assertTrue(weights.stream().noneMatch(name -> name.contains("bias")), weights.toString());
        assertEquals(weights.size(), heatmap(figure).values().size());
        double exponent = Math.log10(training.epochs().getFirst().gradients().get("embedding.weight"));
        assertEquals(exponent, heatmap(figure).values().getFirst().getFirst());
        assertTrue(figure.png().isPresent());
    }

    @Test
    void theSecondDirectionOfTheLandscapePointsUp() {
        LossLandscape landscape = new LossLandscape(new double[] {-1, 0, 1}, new double[][] {
            {5, 6, 7},
            {3, 1, 4},
            {8, 9, 2}
        });
        Chart figure = ModelFigures.landscape(landscape);

        assertEquals(List.of("1.00", "0.00", "-1.00"), figure.y().names());
        assertEquals(
                List.of(List.of(7.0, 4.0, 2.0), List.of(6.0, 1.0, 9.0), List.of(5.0, 3.0, 8.0)),
                heatmap(figure).values());
        assertEquals(1.0, heatmap(figure).low());
        assertTrue(figure.png().isPresent());
    }

    @Test
    void eachTokenIsInTheSeriesOfItsLabel() {
        List<TokenProjection.Point> points = TokenProjection.of(configuration);
        Chart figure = ModelFigures.tokens(points);

        int drawn = 0;
        for (Series series : figure.series()) {
            int size = ((Series.Points) series).x().size();
            drawn += size;
            long expected = points.stream()
                    .filter(point -> series.name()
                            .equals(point.label().map(label -> label.name()).orElse("in no training clip")))
                    .count();
            assertEquals(expected, size, series.name());
        }
        assertEquals(SyntheticTask.VOCABULARY_SIZE, drawn);
        assertTrue(figure.png().isPresent());
    }

    @Test
    void rowsOfTheConfusionMatrixSumToOne() {
        EvaluationReport evaluation = new ModelEvaluator(configuration).run(Progress.silent());
        Chart figure = ModelFigures.confusionMatrix(evaluation);

        assertEquals(SyntheticTask.N_LABELS, heatmap(figure).values().size());
        for (List<Double> row : heatmap(figure).values()) {
            double sum = row.stream().mapToDouble(cell -> cell).sum();
            assertEquals(1, sum, 1e-9, "each clip has one actual and one predicted label");
        }
        assertTrue(figure.png().isPresent());
    }

    @Test
    void listsClipsInBothSubsets() {
        assertEquals(
                "training clip\tsame validation clip\na\tb",
                HtmlTable.of(ModelFigures.overlap(new SplitOverlap(List.of(new SplitOverlap.Duplicate("a", "b")))))
                        .text());
        assertEquals(
                "None.",
                HtmlTable.of(ModelFigures.overlap(new SplitOverlap(List.of()))).text());
    }
}
