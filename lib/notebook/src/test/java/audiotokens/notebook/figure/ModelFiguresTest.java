package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.LossLandscape;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.evaluation.SplitOverlap;
import audiotokens.pipeline.evaluation.TokenMap;
import audiotokens.pipeline.training.MadeTask;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        configuration = MadeTask.in(folder, 48, 24).configuration("epochs=3");
        training = new ModelTrainer(configuration).run(Progress.silent());
    }

    private static List<?> rows(PlotlyFigure figure) {
        return (List<?>) figure.data().getFirst().get("z");
    }

    @Test
    void drawsTheGradientOfEachWeightAtEachEpoch() {
        PlotlyFigure figure = ModelFigures.gradients(training);

        List<?> weights = (List<?>) figure.data().getFirst().get("y");
        assertEquals("embedding.weight", weights.getFirst());
        assertTrue(weights.stream().noneMatch(name -> name.toString().contains("bias")), weights.toString());
        assertEquals(weights.size(), rows(figure).size());
        double power = Math.log10(training.epochs().getFirst().gradients().get("embedding.weight"));
        assertEquals(power, ((List<?>) rows(figure).getFirst()).getFirst());
        assertTrue(figure.png().isPresent());
    }

    @Test
    void drawsTheLandscapeWithTheSecondDirectionUpwards() {
        LossLandscape landscape = new LossLandscape(new double[] {-1, 0, 1}, new double[][] {
            {5, 6, 7},
            {3, 1, 4},
            {8, 9, 2}
        });
        PlotlyFigure figure = ModelFigures.landscape(landscape);

        assertEquals(List.of("1.00", "0.00", "-1.00"), figure.data().getFirst().get("y"));
        assertEquals(List.of(List.of(7.0, 4.0, 2.0), List.of(6.0, 1.0, 9.0), List.of(5.0, 3.0, 8.0)), rows(figure));
        assertEquals(1.0, figure.data().getFirst().get("zmin"));
        assertTrue(figure.png().isPresent());
    }

    @Test
    void drawsEveryTokenOnceAtTheLabelItSpeaksFor() {
        List<TokenMap.Point> points = TokenMap.of(configuration);
        PlotlyFigure figure = ModelFigures.tokens(points);

        int drawn = 0;
        for (Map<String, Object> trace : figure.data()) {
            drawn += ((List<?>) trace.get("x")).size();
            long own = points.stream()
                    .filter(point -> trace.get("name")
                            .equals(point.label().map(label -> label.name()).orElse("in no training clip")))
                    .count();
            assertEquals(
                    own, ((List<?>) trace.get("x")).size(), trace.get("name").toString());
        }
        assertEquals(MadeTask.VOCABULARY, drawn);
        assertTrue(figure.png().isPresent());
    }

    @Test
    void everyClipIsInItsLabelsRowOfTheConfusions() {
        EvaluationReport evaluation = new ModelEvaluator(configuration).run(Progress.silent());
        PlotlyFigure figure = ModelFigures.confusions(evaluation);

        assertEquals(MadeTask.LABELS, rows(figure).size());
        for (Object row : rows(figure)) {
            double sum = ((List<?>) row)
                    .stream().mapToDouble(cell -> ((Number) cell).doubleValue()).sum();
            assertEquals(1, sum, 1e-9, "each clip has one label and one that is heard");
        }
        assertTrue(figure.png().isPresent());
    }

    @Test
    void listsClipsThatAreInBothHalves() {
        assertEquals(
                "training clip\tsame validation clip\na\tb",
                ModelFigures.overlap(new SplitOverlap(List.of(new SplitOverlap.Twins("a", "b"))))
                        .text());
        assertEquals("None.", ModelFigures.overlap(new SplitOverlap(List.of())).text());
    }
}
