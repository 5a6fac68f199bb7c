package audiotokens.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.option.Option;
import audiotokens.pipeline.CollectedMessages;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages are recomputed only if something that they depend on has changed, and replaced files are kept. */
class RecomputationTest {
    @TempDir
    Path path;

    private Configuration configuration;
    private RunFolder folder;

    private record StageResult(int frames) {}

    @BeforeEach
    void createRun() {
        configuration = Configuration.of(Map.of("outputPath", path.toString()));
        folder = RunFolder.of(configuration);
    }

    // Java records of options, in a fictitious version and in the next one

    private static final class PreviousVersion {
        @SuppressWarnings("EffectivelyPrivate") // public, so that the library may read it
        public record WordOptions(
                @Option(value = "Words", defaultValue = "500") int words,
                @Option(value = "Length", defaultValue = "1.5") double length) {}
    }

    private static final class NextVersion {
        @SuppressWarnings("EffectivelyPrivate") // public, so that the library may read it
        public record WordOptions(
                @Option(value = "Length", defaultValue = "1.5", formerNames = "length") double wordLength,
                @Option(value = "Kind of word", defaultValue = "plain") String kind,
                @Option(value = "Words", defaultValue = "500") int words) {}
    }

    @Test
    void aStageIsNotRecomputedAfterOptionsAreAddedRenamedAndReordered() throws IOException {
        finish(stage(new PreviousVersion.WordOptions(300, 2.5)), configuration);
        assertTrue(isFinished(stage(new NextVersion.WordOptions(2.5, "plain", 300)), configuration));
        assertFalse(
                isFinished(stage(new NextVersion.WordOptions(2.5, "fancy", 300)), configuration),
                "the new option is set");
    }

    @Test
    void aRenamedOptionWithADifferentValueInvalidatesTheStage() throws IOException {
        finish(stage(new PreviousVersion.WordOptions(300, 2.5)), configuration);
        assertFalse(isFinished(stage(new NextVersion.WordOptions(2, "plain", 300)), configuration));
    }

    // options as text, from which the previous version computed fingerprints

    private static final String DATASET_OPTIONS = "DatasetOptions[sourceType=TREE, audioPath=[audioset],"
            + " audioSets=[unbal_train, bal_train], segments=[metadata/balanced_train_segments.csv,"
            + " metadata/unbalanced_train_segments.csv], ontology=metadata/ontology.json, datasetRatio=1.0,"
            + " validationRatio=0.1, splitType=RANDOM, validationSegments=[], clipTable=[], validationFold=1,"
            + " demoClips=360, demoSeed=4242]";
    private static final String SPECTROGRAM_OPTIONS = "SpectrogramOptions[sampleRate=22050, nFft=512, hopLength=128,"
            + " nMels=64, fMin=0.0, fMax=0.0, window=HANN, normalize=false, normalizeCorpus=false, maxSeconds=60.0]";
    private static final String CLUSTER_OPTIONS = "ClusterOptions[vocabSize=500, niter=20, centroidStart=RANDOM,"
            + " restarts=1, tolerance=0.0, spherical=false, framesPerCentroid=256, useConvolution=false,"
            + " numKernels=10, kernelSize=3, normalizeFrames=true, patchFrames=1, whitenComponents=0,"
            + " whitenPower=1.0]";
    private static final String MODEL_OPTIONS = "ModelOptions[modelType=LSTM, datasetType=TokenizedSpecDataset,"
            + " usePrecomputedEmbeddings=false, numLayers=1, hiddenSize=768, numHeads=12, lstmEmbedDim=256,"
            + " lstmHiddenDim=512, dropout=0.0, pooling=LAST, countPadding=false, inputFrames=0]";
    private static final String TRAINING_OPTIONS = "TrainingOptions[epochs=20, batchSize=8, learningRate=1.0E-4,"
            + " weightDecay=0.01, schedule=CONSTANT, warmUp=0.0, gradientClip=0.0, patience=0,"
            + " startFromLabelFrequency=false, embeddingStart=RANDOM, freezeEmbedding=false,"
            + " balancedSampling=false, positiveWeight=1.0, labelSmoothing=0.0, tokenSubstitution=0.0, trainCrop=1.0,"
            + " timeMasks=0, timeMaskShare=0.1, frequencyMasks=0, frequencyMaskShare=0.1, mixing=0.0]";
    private static final String EVALUATION_OPTIONS =
            "EvaluationOptions[predictionThreshold=0.2, bootstrapSamples=1000]";

    @Test
    void stagesOfAnEarlierVersionAreNotRecomputed() throws IOException {
        writeRunOfEarlierVersion();
        assertEquals(List.of(), firstUnfinished(configuration));
        assertEquals(
                new StageResult(77),
                StageRun.begin(configuration, clusters(configuration)).result());
        assertEquals(List.of(), firstUnfinished(configuration), "reading does not change the stage records");
    }

    @Test
    void aChangedKeyInvalidatesDependentStagesOfAnEarlierVersion() throws IOException {
        writeRunOfEarlierVersion();
        assertEquals(List.of("training"), firstUnfinished(configuration.with(Map.of("epochs", "21"))));
        assertTrue(Files.exists(replaced("training").getFirst().resolve("training/best")), "its files are moved");
    }

    private List<String> firstUnfinished(Configuration current) throws IOException {
        List<String> unfinished = new ArrayList<>();
        for (Stage<StageResult> stage : List.of(
                stage(current, RunStage.DATASET, current.dataset(), "the clips"),
                stage(current, RunStage.SPECTROGRAMS, current.spectrogram(), "form 2"),
                clusters(current),
                stage(current, RunStage.TOKENS, current.cluster()),
                stage(
                        current,
                        RunStage.TRAINING,
                        current.model(),
                        current.training(),
                        current.cluster().vocabSize(),
                        "form 2"),
                stage(current, RunStage.EVALUATION, current.evaluation()))) {
            if (!isFinished(stage, current)) {
                unfinished.add(stage.name());
                break;
            }
        }
        return unfinished;
    }

    private void writeRunOfEarlierVersion() throws IOException {
        String dataset = writeStageOfEarlierVersion("dataset", folder.split(), DATASET_OPTIONS, "the clips");
        String spectrograms = writeStageOfEarlierVersion(
                "spectrograms", folder.spectrogram(Split.TRAIN, "a"), dataset, SPECTROGRAM_OPTIONS, "form 2");
        String clusters = writeStageOfEarlierVersion("clusters", folder.centroids(), spectrograms, CLUSTER_OPTIONS);
        String tokens = writeStageOfEarlierVersion(
                "tokens", folder.tokens(Split.TRAIN, "a"), spectrograms, clusters, CLUSTER_OPTIONS);
        String training = writeStageOfEarlierVersion(
                "training",
                folder.training().resolve("best"),
                dataset,
                tokens,
                MODEL_OPTIONS,
                TRAINING_OPTIONS,
                "500",
                "form 2");
        writeStageOfEarlierVersion(
                "evaluation", folder.evaluation().resolve("evaluation.json"), training, EVALUATION_OPTIONS);
    }

    /** Writes a file and the record of its stage, and returns the stage's fingerprint. */
    private String writeStageOfEarlierVersion(String stage, Path file, String... parts) throws IOException {
        List<String> texts = new ArrayList<>(List.of(stage, "seed 4242"));
        texts.addAll(List.of(parts));
        String fingerprint = sha256(texts);
        Files.createDirectories(file.getParent());
        Files.writeString(file, stage);
        Files.createDirectories(folder.stageRecords());
        Files.writeString(
                folder.stageRecords().resolve(stage + ".json"),
                """
                {"stage": "%s", "fingerprint": "%s", "finished": true, "seconds": 1.5, "result": {"frames": 77},
                 "files": 1, "adopted": false, "keys": {"seed": "4242"}}"""
                        .formatted(stage, fingerprint));
        return fingerprint;
    }

    private static String sha256(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // files of replaced stages

    @Test
    void changedKeyMovesOldFilesAndReportsWhere() throws IOException {
        finish(clustersWithoutUpstream("vocabSize=100"), configuration);
        List<String> messages = new ArrayList<>();
        StageRun.begin(configuration, clustersWithoutUpstream("vocabSize=200"), new CollectedMessages(messages))
                .close();
        Path moved = replaced("clusters").getFirst();
        assertEquals("vocabSize=100", Files.readString(moved.resolve("centroids.npy")));
        assertTrue(Files.exists(moved.resolve("stages/clusters.json")), "the stage record is moved, too");
        assertFalse(Files.exists(folder.centroids()));
        assertEquals(1, messages.size());
        String message = messages.getFirst();
        assertTrue(message.contains("vocabSize=100") && message.contains(moved.toString()), message);
        assertTrue(message.contains("2 files, 0."), message);
    }

    @Test
    void afterTwoChangesOfAKeyTheNewestFilesAreKept() throws IOException {
        for (String override : List.of("vocabSize=100", "vocabSize=200", "vocabSize=300")) {
            finish(clustersWithoutUpstream(override), configuration);
        }
        assertEquals(1, replaced("clusters").size());
        assertEquals(
                "vocabSize=200",
                Files.readString(replaced("clusters").getFirst().resolve("centroids.npy")));
    }

    @Test
    void unfinishedReplacedStageDoesNotRemoveAFinishedOne() throws IOException {
        finish(clustersWithoutUpstream("vocabSize=100"), configuration);
        try (StageRun<StageResult> stopped = StageRun.begin(configuration, clustersWithoutUpstream("vocabSize=200"))) {
            assertFalse(stopped.alreadyFinished());
            Files.writeString(folder.centroids(), "half of them");
        }
        finish(clustersWithoutUpstream("vocabSize=300"), configuration);
        List<String> contents = new ArrayList<>();
        for (Path replacedFolder : replaced("clusters")) {
            contents.add(Files.readString(replacedFolder.resolve("centroids.npy")));
        }
        assertEquals(List.of("vocabSize=100", "half of them"), contents);
    }

    @Test
    void oldFilesAreDeletedWithoutKeepReplaced() throws IOException {
        Configuration deleting = configuration.with(Map.of("keepReplaced", "false"));
        finish(clustersWithoutUpstream("vocabSize=100"), deleting);
        StageRun.begin(deleting, clustersWithoutUpstream("vocabSize=200")).close();
        assertFalse(Files.exists(folder.centroids()));
        assertFalse(Files.exists(folder.replaced()));
    }

    @Test
    void interruptedMoveIsCompletedByTheNextRun() throws IOException {
        finish(clustersWithoutUpstream("vocabSize=100"), configuration);
        interruptMove();
        Files.createDirectories(folder.frameFeatures());
        Files.writeString(folder.frameFeatures().resolve("mean.npy"), "mean");
        StageRun.begin(configuration, clustersWithoutUpstream("vocabSize=200")).close();
        Path moved = replaced("clusters").getFirst();
        assertEquals("vocabSize=100", Files.readString(moved.resolve("centroids.npy")));
        assertEquals("mean", Files.readString(moved.resolve("frame_features/mean.npy")));
    }

    @Test
    void interruptedMoveIsUndoneIfTheKeyIsChangedBack() throws IOException {
        finish(clustersWithoutUpstream("vocabSize=100"), configuration);
        interruptMove();
        assertTrue(isFinished(clustersWithoutUpstream("vocabSize=100"), configuration));
        assertEquals("vocabSize=100", Files.readString(folder.centroids()));
    }

    private void interruptMove() throws IOException {
        Files.createDirectories(folder.replaced().resolve(".clusters"));
        Files.move(folder.centroids(), folder.replaced().resolve(".clusters/centroids.npy"));
    }

    @Test
    void adoptedFilesAreKeptForAllKeyValues() throws IOException {
        Files.writeString(folder.centroids(), "theirs");
        finish(clustersWithoutUpstream(null), configuration);
        StageRun.begin(configuration, clustersWithoutUpstream("vocabSize=200")).close();
        assertEquals("theirs", Files.readString(folder.centroids()));
        assertFalse(Files.exists(folder.replaced()));
    }

    private List<Path> replaced(String stage) throws IOException {
        try (Stream<Path> entries = Files.list(folder.replaced())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(stage))
                    .sorted()
                    .toList();
        }
    }

    /** @param override {@code vocabSize=N}, which the stage writes to its file; null if it writes nothing */
    private Stage<StageResult> clustersWithoutUpstream(String override) {
        Configuration changed = override == null
                ? configuration
                : configuration.with(Map.of("vocabSize", override.substring(override.indexOf('=') + 1)));
        fileContent = override;
        return new Stage<>(
                "clusters",
                StageResult.class,
                List.of(),
                List.of(changed.cluster()),
                List.of(),
                RunStage.CLUSTERS.outputs(folder));
    }

    private String fileContent;

    private Stage<StageResult> stage(Object options) {
        fileContent = "files";
        return new Stage<>(
                "words", StageResult.class, List.of(), List.of(options), List.of(), List.of(folder.centroids()));
    }

    private static Stage<StageResult> stage(Configuration current, RunStage stage, Object... options) {
        return Stage.of(stage, StageResult.class, current, List.of(options), List.of());
    }

    private static Stage<StageResult> clusters(Configuration current) {
        return stage(current, RunStage.CLUSTERS, current.cluster());
    }

    private void finish(Stage<StageResult> stage, Configuration configuration) throws IOException {
        String text = fileContent;
        try (StageRun<StageResult> run = StageRun.begin(configuration, stage)) {
            if (text != null) {
                Files.writeString(folder.centroids(), text);
            }
            run.finish(new StageResult(1));
        }
    }

    private static boolean isFinished(Stage<StageResult> stage, Configuration configuration) {
        try (StageRun<StageResult> run = StageRun.begin(configuration, stage)) {
            return run.alreadyFinished();
        }
    }
}
