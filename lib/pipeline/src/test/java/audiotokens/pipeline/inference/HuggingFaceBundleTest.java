package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.ReferencePython;
import audiotokens.file.NpyFile;
import audiotokens.label.Label;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.option.Options;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ModelOptions;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.evaluation.EvaluationFolder;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HuggingFaceBundleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sigmoid, multi_label_classification, logits.sigmoid()",
        "softmax, single_label_classification, logits.softmax(-1)"
    })
    void theFolderDescribesTheLabelOutput(String labelOutput, String problemType, String scoreCode) {
        ModelOptions options = Options.of(ModelOptions.class, "modelType=bert", "labelOutput=" + labelOutput);
        List<Label> labels = List.of(new Label(0, "/m/0", "Dog"), new Label(1, "/m/1", "Rain"));
        JsonNode config = JsonMapper.shared().readTree(HuggingFaceConfig.of(options, 10, labels));
        assertEquals(problemType, config.get("problem_type").asString());
        String card = ModelCard.huggingFace(options.labelOutput());
        assertTrue(card.contains("\nscores = " + scoreCode + "\n```\n"), card);
    }

    @Tag("slow")
    @Test
    void bertModelLoadsTheFolderAndGivesTheSameScores() throws IOException, InterruptedException {
        ReferencePython.assumeAvailable();
        Configuration configuration = trainedConfiguration();
        RunFolder run = RunFolder.of(configuration);
        Predictions predictions = PredictionsFile.read(
                EvaluationFolder.of(run).predictions(),
                Metadata.read(configuration).labels());
        List<long[]> tokens = new ArrayList<>();
        for (String id : predictions.ids()) {
            tokens.add(NpyFile.readLongs(run.tokens(Split.VALIDATION, id)));
        }
        Path tokensFile = folder.resolve("tokens.json");
        Path logitsFile = folder.resolve("logits.json");
        Files.writeString(tokensFile, JsonMapper.shared().writeValueAsString(tokens));
        ReferencePython.run("hugging_face_bundle.py", run.model(), tokensFile, logitsFile);
        JsonNode logits = JsonMapper.shared().readTree(Files.readString(logitsFile));
        for (int clip = 0; clip < tokens.size(); clip++) {
            double[] clipLogits = new double[predictions.nLabels()];
            for (int label = 0; label < clipLogits.length; label++) {
                clipLogits[label] = logits.get(clip).get(label).asDouble();
            }
            double[] expectedScores = sigmoid(clipLogits);
            for (int label = 0; label < clipLogits.length; label++) {
                assertEquals(expectedScores[label], predictions.scores()[clip][label], 1e-5);
            }
        }
    }

    private Configuration trainedConfiguration() throws IOException, InterruptedException {
        Map<String, String> settings = TinyDemo.settings(folder, 24);
        settings.putAll(Map.of("modelType", "bert", "hiddenSize", "16", "numHeads", "2", "numLayers", "2"));
        Configuration configuration = Configuration.of(settings);
        AllStages.run(configuration);
        return configuration;
    }

    private static double[] sigmoid(double[] logits) {
        return Arrays.stream(logits).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
    }
}
