package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.ClipInput;
import audiotokens.model.LabeledClips;
import audiotokens.notebook.figure.HtmlTable;
import audiotokens.notebook.figure.PretrainingFigures;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.token.TokenStream;
import audiotokens.training.TrainingOptions;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingExperimentTest {
    private static final PretrainingExperiment.Plan PLAN = new PretrainingExperiment.Plan(
            TrainingOptions.of("epochs=2", "batchSize=8", "learningRate=0.001"), 1, 0.5, 1, List.of(1, 2, 50, 60));

    @TempDir
    Path folder;

    private Configuration base(String modelType) {
        Map<String, String> keys = TinyDemo.settings(folder, 24);
        keys.putAll(Map.of(
                "modelType", modelType, "hiddenSize", "8", "numHeads", "2", "vocabSize", "12", "hopLength", "512"));
        keys.put("bootstrapSamples", "20");
        return Configuration.of(keys);
    }

    @Tag("slow")
    @Test
    void comparesPretrainingWithTrainingFromScratchForIncreasingNumbersOfClips() {
        PretrainingExperiment experiment = new PretrainingExperiment("pretraining", base("bert"), PLAN);
        List<LabelEfficiency> reported = new ArrayList<>();
        List<LabelEfficiency> results = experiment.run(Progress.silent(), reported::add);

        assertEquals(results, reported);
        assertEquals(
                List.of(1, 2, 50),
                results.stream().map(LabelEfficiency::clipsPerLabel).toList(),
                "60 clips per label select the same clips as 50");
        assertEquals(18, results.getLast().nClips(), "all training clips");
        assertTrue(results.get(0).nClips() < results.get(1).nClips());
        for (LabelEfficiency result : results) {
            assertEquals(
                    result.fromScratch().folds().getFirst().ids(),
                    result.pretrained().folds().getFirst().ids());
            assertEquals(6, result.fromScratch().folds().getFirst().ids().size());
        }
        PretrainingResult pretraining = experiment.pretraining().getFirst();
        assertEquals(18, pretraining.clips(), "validation clips are not used");
        assertEquals(2, pretraining.epochs().size());
        assertEquals(
                4,
                HtmlTable.of(PretrainingFigures.table(results)).text().lines().count());
        assertEquals(2, PretrainingFigures.curve(results).series().size());

        List<String> tasks = new ArrayList<>();
        Progress taskRecorder = new Progress() {
            @Override
            public Task begin(String name, long total, String unit) {
                tasks.add(name);
                return Progress.silent().begin(name, total, unit);
            }
        };
        List<LabelEfficiency> secondRun = experiment.run(taskRecorder, result -> {});
        assertEquals(List.of("pretraining"), tasks, "all results were up to date");
        assertEquals(
                results.getLast().pretrained().metrics(),
                secondRun.getLast().pretrained().metrics());
    }

    /** Compares a single key, not all recorded options, which change whenever a key is added. */
    @Tag("slow")
    @Test
    void recordsTheTrainingKeysOfItsStages() throws IOException {
        PretrainingExperiment.Plan plan = new PretrainingExperiment.Plan(PLAN.pretraining(), 1, 0.5, 1, List.of(50));
        Configuration base = base("bert");
        new PretrainingExperiment("pretraining", base, plan).run(Progress.silent(), result -> {});
        RunFolder run = new RunFolder(folder.resolve("run/experiments/pretraining/runs/fold 1"));

        assertEquals("0.001", recordedKey(run, "pretraining", "learningRate"));
        for (String stage : List.of("fold_50_scratch", "fold_50_pretrained")) {
            assertEquals(
                    Double.toString(base.training().learningRate()), recordedKey(run, stage, "learningRate"), stage);
        }
    }

    private static String recordedKey(RunFolder run, String stage, String key) throws IOException {
        return StageRecord.read(run, stage).orElseThrow().keys().get(key);
    }

    /** With and without pre-training, the classifier has the same initial weights; only the encoder's differ. */
    @Tag("slow")
    @Test
    void fineTunesWithoutTheClassifierOfThePretrainedFile() throws IOException {
        PretrainingExperiment.Plan plan = new PretrainingExperiment.Plan(PLAN.pretraining(), 1, 0.5, 1, List.of(50));
        PretrainingExperiment experiment = new PretrainingExperiment("pretraining", base("bert"), plan);
        float[][] expectedScores = pretrainedScores(experiment);
        Path file = folder.resolve("run/experiments/pretraining/runs/fold 1/pretraining/pretrained.safetensors");
        SequencedMap<String, Tensor> weights = SafetensorsFile.read(file).tensors();
        Arrays.fill(weights.get("classifier.bias").values(), 100);
        new SafetensorsFile(weights, Map.of()).write(file);

        assertArrayEquals(expectedScores, pretrainedScores(experiment));
    }

    private static float[][] pretrainedScores(PretrainingExperiment experiment) {
        LabelEfficiency result =
                experiment.run(Progress.silent(), efficiency -> {}).getFirst();
        return result.pretrained().folds().getFirst().scores();
    }

    @Tag("slow")
    @Test
    void writesWeightsThatARunCanStartFrom() {
        Configuration base = base("bert");
        new PretrainingExperiment("pretraining", base, PLAN).run(Progress.silent(), result -> {});
        Path weights = folder.resolve("run/experiments/pretraining/runs/fold 1/pretraining/pretrained.safetensors");
        Configuration fineTuning = base.with(Map.of("startFrom", weights.toString()));
        new Pipeline(fineTuning).tokenize(Progress.silent());
        TrainingReport report = new ModelTrainer(fineTuning).run(Progress.silent());

        assertEquals(1, report.trainedEpochs().size());
    }

    @Test
    void rejectsModelsOtherThanBert() {
        PretrainingExperiment experiment = new PretrainingExperiment("pretraining", base("simple"), PLAN);

        StageException exception =
                assertThrows(StageException.class, () -> experiment.run(Progress.silent(), result -> {}));
        assertTrue(exception.getMessage().startsWith("modelType"), exception.getMessage());
    }

    @Test
    void defaultsUseASeparateFolderForTheLargerDemoData() {
        List<String> demoDefaults = List.of(PretrainingExperiment.defaults(base("bert")));
        assertTrue(demoDefaults.contains("audioPath=" + folder.resolve("demo-data-3000")), demoDefaults.toString());

        Map<String, String> keys = TinyDemo.settings(folder, 24);
        keys.put("sourceType", "tree");
        keys.put("nFft", "2048");
        List<String> defaults = List.of(PretrainingExperiment.defaults(Configuration.of(keys)));
        assertTrue(defaults.stream().noneMatch(key -> key.startsWith("audioPath=")), defaults.toString());
        defaults.stream().map(key -> key.split("=")).forEach(key -> keys.put(key[0], key[1]));
        assertEquals(128, Configuration.of(keys).model().hiddenSize());
    }

    @Test
    void addsClipsUntilEachLabelHasTheRequestedNumber() {
        List<LabeledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < 60; clip++) {
            Set<String> labels = clip % 10 == 0 ? Set.of("rare", "common") : Set.of("common");
            clips.add(new LabeledClips.Clip("clip" + clip, new ClipInput.Tokens(new long[] {0}), labels));
        }
        LabeledClips allClips =
                new LabeledClips(clips, List.of(new TokenStream("frames", 1, 1)), List.of("common", "rare"));
        List<String> smallSubset = LabeledSubset.of(allClips, 3, 1);
        List<String> largeSubset = LabeledSubset.of(allClips, 5, 1);

        for (int label = 0; label < 2; label++) {
            int index = label;
            assertTrue(smallSubset.stream()
                            .filter(id -> allClips.targets(id)[index] == 1)
                            .count()
                    >= 3);
        }
        assertTrue(smallSubset.size() < 10);
        assertTrue(largeSubset.containsAll(smallSubset));
        assertEquals(60, LabeledSubset.of(allClips, 60, 1).size());
        assertEquals(smallSubset, LabeledSubset.of(allClips, 3, 1));
    }
}
