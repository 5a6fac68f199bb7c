package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.FileTree;
import audiotokens.label.Label;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TimelineEvaluationTest {
    @TempDir
    private Path folder;

    @Test
    void timelineF1IsCloseToTheF1OfSeparateClips() throws IOException, InterruptedException {
        Map<String, String> settings = TinyDemo.settings(folder, 160);
        settings.putAll(Map.of(
                "nFft", "1024",
                "patchFrames", "4",
                "whitenComponents", "48",
                "whitenPower", "0.5",
                "lstmEmbedDim", "32",
                "lstmHiddenDim", "48",
                "pooling", "meanmax",
                "learningRate", "5e-3",
                "batchSize", "16",
                "epochs", "12"));
        Configuration configuration = Configuration.of(settings);
        AllStages.run(configuration);
        RunFolder run = RunFolder.of(configuration);
        ClipCatalog catalog = Metadata.read(configuration);
        List<String> validation = SplitFile.read(run.split()).ids(Split.VALIDATION);
        Map<Path, Set<String>> clips = new LinkedHashMap<>();
        for (Path file : FileTree.filesBelow(folder.resolve("audio"))) {
            String id = file.getFileName().toString().replace(".flac", "");
            if (validation.contains(id)) {
                float[] targets = catalog.targets(id);
                clips.put(
                        file,
                        catalog.labels().all().stream()
                                .filter(label -> targets[label.index()] == 1)
                                .map(Label::id)
                                .collect(Collectors.toSet()));
            }
        }
        TimelineEvaluation evaluation = TimelineEvaluation.of(run.model(), clips, folder);
        assertTrue(evaluation.clipWiseF1(0.3) > 0.4, evaluation.toString());
        assertTrue(evaluation.timelineF1(0.3) >= 0.8 * evaluation.clipWiseF1(0.3), evaluation.toString());
    }
}
