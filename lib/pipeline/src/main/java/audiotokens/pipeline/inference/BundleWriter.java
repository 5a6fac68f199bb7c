package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.file.AtomicFile;
import audiotokens.file.FileErrors;
import audiotokens.file.FileTree;
import audiotokens.file.NpyFile;
import audiotokens.file.SafetensorsFile;
import audiotokens.label.LabelIndex;
import audiotokens.metrics.Calibration;
import audiotokens.metrics.DecisionThresholds;
import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.model.Parameters;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.config.DatasetType;
import audiotokens.pipeline.config.EngineOptions;
import audiotokens.pipeline.config.EvaluationOptions;
import audiotokens.pipeline.config.ModelType;
import audiotokens.pipeline.config.RunOptions;
import audiotokens.pipeline.config.SpectrogramStoreOptions;
import audiotokens.pipeline.config.TokenStoreOptions;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.RunTransform;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.pipeline.tokens.RunTokens;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.ConfiguredModel;
import audiotokens.pipeline.training.RunBagClassifier;
import audiotokens.pipeline.training.TrainingFolder;
import audiotokens.training.TrainingOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Writes the bundle of a run: everything needed for inference, independent of the data, the ontology and the run. */
public final class BundleWriter {
    /** Options that only describe how a model was trained, not how it is used. */
    private static final Set<Class<?>> EXCLUDED = Set.of(
            RunOptions.class,
            EngineOptions.class,
            DatasetOptions.class,
            SpectrogramStoreOptions.class,
            TokenStoreOptions.class,
            TrainingOptions.class,
            EvaluationOptions.class);

    private static final int MAX_MEASURED_CLIPS = 500;

    private final Configuration configuration;
    private final RunFolder run;

    public BundleWriter(Configuration configuration) {
        this.configuration = configuration;
        this.run = RunFolder.of(configuration);
    }

    /**
     * Describes what a run lacks for a bundle; empty if nothing is missing. For example, another program's tokens may
     * have been imported without the centroids.
     */
    public Optional<String> missing() {
        try {
            RunTransform.of(configuration);
            if (usesTokens()) {
                RunTokenizer.read(configuration);
            }
            checkWeights();
            return Optional.empty();
        } catch (AudioTokensException e) {
            return Optional.of(ExceptionMessage.of(e));
        } catch (IOException e) {
            return Optional.of(FileErrors.describe(e));
        }
    }

    /**
     * Checks that the weights belong to the configured model, since a notebook may have passed a different model as an
     * object.
     */
    private void checkWeights() throws IOException {
        Path bestWeights = TrainingFolder.of(run).bestWeights();
        if (configuration.model().isBag()) {
            RunBagClassifier.read(bestWeights, configuration);
            return;
        }
        SafetensorsFile weights = SafetensorsFile.read(bestWeights);
        int nLabels = Metadata.read(configuration).labels().size();
        Parameters.check(
                ConfiguredModel.forWeights(configuration, ConfiguredModel.factory(configuration), nLabels, weights)
                        .parameters(),
                weights.tensors());
    }

    /**
     * Checks that the bundle's folder is empty or contains a bundle.
     *
     * @throws StageException if it contains something else
     */
    public void checkReplaceable() {
        if (Files.exists(run.model()) && !Files.exists(new BundleFolder(run.model()).description())) {
            throw new StageException(
                    run.model() + " contains something other than a model of this program; move it away");
        }
    }

    private boolean usesTokens() {
        return configuration.model().datasetType() == DatasetType.TOKENIZED;
    }

    /**
     * Writes the bundle, replacing an earlier one.
     *
     * @param predictions predictions of the best model on the validation clips
     * @param metrics metrics of these predictions
     * @param labelScores scores of the labels that occur in the validation clips, best first
     * @param labelIndex all labels of the model
     * @param training the training clips
     * @throws IOException if it cannot be written
     */
    public BundleFolder write(
            Predictions predictions,
            Metrics metrics,
            List<LabelScore> labelScores,
            LabelIndex labelIndex,
            ClipInputs training)
            throws IOException {
        BundleFolder folder = new BundleFolder(run.model());
        FileTree.deleteIfExists(folder.path());
        Files.createDirectories(folder.path());
        BundleDescription description = describe(predictions, metrics, labelIndex, training);
        copy(TrainingFolder.of(run).bestWeights(), folder.weights());
        RunFolder target = new RunFolder(folder.path());
        RunTransform.copyNormalization(configuration, target);
        if (usesTokens()) {
            copyTokenizer(target);
        }
        AtomicFile.write(folder.configuration(), new YAMLMapper().writeValueAsString(inferenceSettings()));
        if (configuration.model().builtIn().equals(Optional.of(ModelType.BERT))) {
            AtomicFile.write(
                    folder.huggingFaceConfig(),
                    HuggingFaceConfig.of(
                            configuration.model(),
                            RunTokenizer.streams(configuration).getFirst().vocabularySize(),
                            labelIndex.all()));
        }
        AtomicFile.write(folder.card(), ModelCard.of(configuration, description, labelScores));
        // written last: a folder without this file is not a bundle
        AtomicFile.write(folder.description(), JsonMapper.shared().writeValueAsString(description));
        return folder;
    }

    private BundleDescription describe(
            Predictions predictions, Metrics metrics, LabelIndex labelIndex, ClipInputs training) throws IOException {
        Calibration calibration = Calibration.fit(predictions);
        double[] thresholds = DecisionThresholds.maximizingF1(
                calibration.calibrator().apply(predictions),
                configuration.evaluation().predictionThreshold());
        return new BundleDescription(
                BundleDescription.FORMAT,
                labelIndex.all(),
                windowSeconds(training),
                thresholds,
                BundleDescription.CalibrationPoints.of(calibration.calibrator()),
                new BundleDescription.Scores(
                        metrics.meanAveragePrecision(),
                        metrics.interval(),
                        training.ids().size(),
                        predictions.ids().size(),
                        calibration.before().expectedCalibrationError(),
                        calibration.after().expectedCalibrationError(),
                        calibration.before(),
                        calibration.after()));
    }

    /**
     * Returns the median length of the training clips in seconds, including the last frame's hop; if there are many
     * clips, the median of an evenly spaced subset. At least two FFT windows.
     */
    private double windowSeconds(ClipInputs training) throws IOException {
        List<String> ids = training.ids();
        int step = Math.ceilDiv(ids.size(), MAX_MEASURED_CLIPS);
        Map<String, Integer> frameCounts = frameCounts();
        RunTokens tokens = RunTokens.of(configuration);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += step) {
            Integer frameCount = frameCounts.get(ids.get(i));
            seconds.add(
                    frameCount == null
                            ? seconds(ids.get(i), tokens)
                            : frameCount * configuration.spectrogram().secondsPerFrame());
        }
        seconds.sort(null);
        double minSeconds = 2.0
                * configuration.spectrogram().nFft()
                / configuration.spectrogram().sampleRate();
        return Math.max(seconds.get(seconds.size() / 2), minSeconds);
    }

    /** Returns the frame counts of the training clips, for a run that stores no spectrograms. */
    private Map<String, Integer> frameCounts() {
        Map<String, Integer> frameCounts = new HashMap<>();
        if (!configuration.storesSpectrograms()) {
            SpectrogramClips.FrameCounts counted = SpectrogramClips.withFrameCounts(configuration, Split.TRAIN);
            for (int i = 0; i < counted.frames().length; i++) {
                frameCounts.put(counted.ids().get(i), counted.frames()[i]);
            }
        }
        return frameCounts;
    }

    private double seconds(String id, RunTokens tokens) throws IOException {
        Path spectrogram = run.spectrogram(Split.TRAIN, id);
        if (Files.exists(spectrogram)) {
            return NpyFile.readShape(spectrogram, 2)[1]
                    * configuration.spectrogram().secondsPerFrame();
        }
        return tokens.read(Split.TRAIN, id).firstStream().length
                * tokens.streams().getFirst().stepSeconds();
    }

    /** Returns the configuration keys that the bundle needs, and their values. */
    private Map<String, Object> inferenceSettings() {
        Map<String, Object> allKeys = configuration.toMap();
        Map<String, Object> included = new LinkedHashMap<>();
        for (RecordComponent group : Configuration.class.getRecordComponents()) {
            if (!EXCLUDED.contains(group.getType())) {
                Arrays.stream(group.getType().getRecordComponents())
                        .map(RecordComponent::getName)
                        .forEach(key -> included.put(key, allKeys.get(key)));
            }
        }
        return included;
    }

    private void copyTokenizer(RunFolder target) throws IOException {
        if (Files.exists(run.centroids())) {
            copy(run.centroids(), target.centroids());
        }
        copyFolder(run.frameFeatures(), target.frameFeatures());
        copyFolder(run.tokenizer(), target.tokenizer());
    }

    private static void copyFolder(Path source, Path target) throws IOException {
        if (Files.isDirectory(source)) {
            for (Path file : FileTree.filesBelow(source)) {
                copy(file, target.resolve(source.relativize(file)));
            }
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        AtomicFile.write(target, out -> Files.copy(source, out));
    }
}
