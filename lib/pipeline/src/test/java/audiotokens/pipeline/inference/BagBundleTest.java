package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.file.FileTree;
import audiotokens.metrics.Calibrator;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.EvaluationFolder;
import audiotokens.pipeline.run.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses bundles of a bag classifier that were moved to another folder, after the run and its data were deleted. */
class BagBundleTest {
    @TempDir
    private Path folder;

    private Path originalFolder;

    @BeforeEach
    void setOriginalFolder() {
        originalFolder = folder.resolve("made");
    }

    /** The model folder of a run, moved to another folder, with the run's predictions. */
    private record MovedModel(Path model, Predictions predictions, List<Path> clips) {}

    private MovedModel trainAndMove(String tokenizerType) throws IOException {
        Map<String, String> settings = TinyDemo.settings(originalFolder, 24);
        settings.putAll(Map.of("tokenizerType", tokenizerType, "modelType", "bag", "vocabSize", "20"));
        Configuration configuration = Configuration.of(settings);
        AllStages.run(configuration);
        RunFolder run = RunFolder.of(configuration);
        Predictions predictions;
        try (SoundModel loaded = SoundModel.load(run.model())) {
            predictions = PredictionsFile.read(EvaluationFolder.of(run).predictions(), loaded.labels());
        }
        List<Path> clips = new ArrayList<>();
        for (Path file : FileTree.filesBelow(originalFolder.resolve("audio"))) {
            if (predictions.ids().contains(id(file))) {
                clips.add(Files.copy(file, folder.resolve(file.getFileName())));
            }
        }
        Path model = Files.move(run.model(), folder.resolve("moved"));
        FileTree.deleteIfExists(originalFolder);
        return new MovedModel(model, predictions, clips);
    }

    private static String id(Path clip) {
        return clip.getFileName().toString().replace(".flac", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"families", "kmeans"})
    void aBundleWithoutItsDataReproducesTheEvaluation(String tokenizerType) throws IOException {
        MovedModel movedModel = trainAndMove(tokenizerType);
        assertEquals(6, movedModel.clips().size());
        try (SoundModel loaded = SoundModel.load(movedModel.model())) {
            Calibrator calibrator = loaded.description().calibration().calibrator();
            for (Path clip : movedModel.clips()) {
                float[] scores = movedModel.predictions()
                        .scores()[movedModel.predictions().ids().indexOf(id(clip))];
                for (ScoredLabel scored : loaded.predict(clip)) {
                    float expected = calibrator.apply(scores[scored.label().index()]);
                    assertEquals(expected, scored.score(), 2e-3, clip + " " + scored.label());
                }
            }
        }
    }

    @Test
    void bagOfFamiliesReportsEventTimes() throws IOException, InterruptedException {
        MovedModel movedModel = trainAndMove("families");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> arguments =
                new ArrayList<>(List.of(movedModel.model().toString(), "--timeline", "--threshold", "0.02"));
        movedModel.clips().forEach(clip -> arguments.add(clip.toString()));

        int status =
                new Predict(PredictOptions.parse(arguments), new PrintStream(out, true, StandardCharsets.UTF_8)).run();

        assertEquals(0, status);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        for (Path clip : movedModel.clips()) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(clip + "  0:00:0")), clip + " in " + lines);
        }
    }

    @Test
    void mismatchedAndTruncatedBundlesAreRejectedWithAOneLineMessage() throws IOException {
        BundleFolder bundle = new BundleFolder(trainAndMove("kmeans").model());
        String description = Files.readString(bundle.description());
        Files.writeString(
                bundle.description(),
                description
                        .replaceFirst("\"labels\":\\[\\{[^}]*},", "\"labels\":[")
                        .replaceFirst("\"thresholds\":\\[[^,]*,", "\"thresholds\":["));
        String error = errorMessage(bundle);
        assertEquals(1, error.lines().count(), error);
        assertTrue(error.contains("labels"), error);

        Files.writeString(bundle.description(), description);
        Files.write(bundle.weights(), new byte[100]);
        error = errorMessage(bundle);
        assertEquals(1, error.lines().count(), error);
        assertTrue(error.contains("is incomplete"), error);
    }

    private static String errorMessage(BundleFolder bundle) {
        return assertThrows(AudioTokensException.class, () -> SoundModel.load(bundle.path())
                        .close())
                .getMessage();
    }
}
