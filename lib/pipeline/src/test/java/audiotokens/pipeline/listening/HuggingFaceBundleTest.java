package audiotokens.pipeline.listening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.PeerPython;
import audiotokens.file.NpyFile;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    void theFolderDescribesTheLabelOutput(String output, String problem, String scores)
            throws IOException, InterruptedException {
        RunFolder run = RunFolder.of(trained(output));
        JsonNode config =
                JsonMapper.shared().readTree(Files.readString(run.model().resolve("config.json")));
        assertEquals(problem, config.get("problem_type").asString());
        String card = Files.readString(run.model().resolve("README.md"));
        assertTrue(card.contains("\nscores = " + scores + "\n```\n"), card);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sigmoid", "softmax"})
    void bertModelLoadsTheFolderAndGivesTheSameScores(String output) throws IOException, InterruptedException {
        PeerPython.assumeThere();
        Configuration configuration = trained(output);
        RunFolder run = RunFolder.of(configuration);
        Predictions predictions = PredictionsFile.read(
                EvaluationFolder.of(run).predictions(),
                Metadata.read(configuration).labels());
        List<long[]> tokens = new ArrayList<>();
        for (String id : predictions.ids()) {
            tokens.add(NpyFile.readLongs(run.tokens(Split.VALIDATION, id)));
        }
        Path input = folder.resolve("tokens.json");
        Path answer = folder.resolve("logits.json");
        Files.writeString(input, JsonMapper.shared().writeValueAsString(tokens));
        PeerPython.run("hugging_face_bundle.py", run.model(), input, answer);
        JsonNode logits = JsonMapper.shared().readTree(Files.readString(answer));
        for (int clip = 0; clip < tokens.size(); clip++) {
            double[] expected = new double[predictions.labels()];
            for (int label = 0; label < expected.length; label++) {
                expected[label] = logits.get(clip).get(label).asDouble();
            }
            double[] scores = output.equals("softmax") ? softmax(expected) : sigmoid(expected);
            for (int label = 0; label < expected.length; label++) {
                assertEquals(scores[label], predictions.scores()[clip][label], 1e-5);
            }
        }
    }

    private Configuration trained(String output) throws IOException, InterruptedException {
        Map<String, String> keys = TinyDemo.keys(folder, 24);
        keys.putAll(Map.of(
                "modelType", "bert", "hiddenSize", "16", "numHeads", "2", "numLayers", "2", "labelOutput", output));
        Configuration configuration = Configuration.of(keys);
        AllStages.run(configuration);
        return configuration;
    }

    private static double[] sigmoid(double[] logits) {
        return Arrays.stream(logits).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
    }
}
