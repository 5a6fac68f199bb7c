package audiotokens.pipeline.listening;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HuggingFaceBundleTest {
    @TempDir
    private Path folder;

    @Test
    void bertModelLoadsTheFolderAndGivesTheSameLogits() throws IOException, InterruptedException {
        PeerPython.assumeThere();
        Map<String, String> keys = TinyDemo.keys(folder, 24);
        keys.putAll(Map.of("modelType", "bert", "hiddenSize", "16", "numHeads", "2", "numLayers", "2"));
        Configuration configuration = Configuration.of(keys);
        AllStages.run(configuration);
        RunFolder run = RunFolder.of(configuration);
        Predictions predictions = PredictionsFile.read(
                EvaluationFolder.of(run).predictions(),
                Metadata.read(configuration).labels());
        List<long[]> tokens = new ArrayList<>();
        for (String id : predictions.ids()) {
            tokens.add(NpyFile.readLongs(run.tokens(Split.VALIDATION, id)));
        }
        Path input = folder.resolve("tokens.json");
        Path output = folder.resolve("logits.json");
        Files.writeString(input, JsonMapper.shared().writeValueAsString(tokens));
        PeerPython.run("hugging_face_bundle.py", run.model(), input, output);
        JsonNode logits = JsonMapper.shared().readTree(Files.readString(output));
        for (int clip = 0; clip < tokens.size(); clip++) {
            for (int label = 0; label < predictions.labels(); label++) {
                double score = predictions.scores()[clip][label];
                assertEquals(
                        Math.log(score / (1 - score)),
                        logits.get(clip).get(label).asDouble(),
                        1e-4);
            }
        }
    }
}
