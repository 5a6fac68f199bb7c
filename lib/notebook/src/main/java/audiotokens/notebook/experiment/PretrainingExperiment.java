package audiotokens.notebook.experiment;

import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.metrics.Predictions;
import audiotokens.model.Bert;
import audiotokens.model.ClipDataset;
import audiotokens.model.ClipSubset;
import audiotokens.model.ComputeDevice;
import audiotokens.model.MaskedTokens;
import audiotokens.model.Parameters;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SourceType;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.ConfiguredModel;
import audiotokens.random.TorchRandom;
import audiotokens.training.MaskedTokenTrainer;
import audiotokens.training.PretrainingEpoch;
import audiotokens.training.Trainer;
import audiotokens.training.TrainingOptions;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Pre-trains BERT's encoder by masked token prediction on all training clips without their labels, and fine-tunes it on
 * a few labeled clips. The same model trained from scratch on the labeled clips is the baseline. Both are evaluated on
 * the validation clips, or by cross-validation; these clips are not used for pre-training. Finished parts are read from
 * disk, and an interrupted experiment resumes with the next part.
 */
public final class PretrainingExperiment {
    private static final Variant VARIANT = Variant.of("runs");
    private static final double MASKED_FRACTION = 0.15;
    /**
     * Must be changed if new code gives different fine-tuning results for the same options. Before "form 2",
     * fine-tuning also started from the classifier of the pre-trained weights.
     */
    private static final String FINE_TUNING_VERSION = "form 2";

    private static final int DEMO_CLIPS = 3000;

    private final String name;
    private final Configuration base;
    private final Plan plan;
    private final CrossValidation crossValidation;
    private final SharedWork shared = new SharedWork();

    /**
     * Training settings of the experiment.
     *
     * @param pretraining number of epochs, batch size and learning rate of the pre-training
     * @param span number of consecutive tokens that are masked together; 1 masks single tokens
     * @param stepFraction number of steps of each fine-tuning as a fraction of the pre-training's; rounded down to whole
     *     epochs of the labeled clips
     * @param minEpochs minimum number of epochs of each fine-tuning, at least 1
     * @param clipsPerLabel numbers of labeled clips per label, ascending
     */
    public record Plan(
            TrainingOptions pretraining, int span, double stepFraction, int minEpochs, List<Integer> clipsPerLabel) {
        public Plan {
            clipsPerLabel = List.copyOf(clipsPerLabel);
            if (clipsPerLabel.isEmpty() || !(stepFraction > 0) || minEpochs < 1) {
                throw new IllegalArgumentException(
                        "stepFraction and minEpochs must be positive and clipsPerLabel not empty, but they are "
                                + stepFraction + ", " + minEpochs + " and " + clipsPerLabel);
            }
        }
    }

    /**
     * @param name folder name, {@code experiments/NAME} below the base's folder
     * @param base a configuration with {@code modelType=bert}; its training keys apply to the fine-tuning
     */
    public PretrainingExperiment(String name, Configuration base, Plan plan) {
        this.name = name;
        this.base = base;
        this.plan = plan;
        this.crossValidation = new CrossValidation(name, base, shared);
    }

    /**
     * Returns the default {@code key=value} settings of the experiment: a BERT with hidden size 128 and two layers and,
     * if {@code configuration} uses the demo dataset, 3,000 clips in a separate folder.
     */
    public static String[] defaults(Configuration configuration) {
        List<String> settings = new ArrayList<>(List.of(
                "modelType=bert",
                "hiddenSize=128",
                "numHeads=4",
                "numLayers=2",
                "pooling=last",
                "dropout=0",
                "hopLength=1024",
                "embeddingStart=random",
                "tokenSubstitution=0",
                "trainCrop=1",
                "startFromLabelFrequency=true",
                "schedule=onecycle",
                "warmUp=0.1",
                "gradientClip=1",
                "learningRate=5e-4",
                "batchSize=16",
                "epochs=6"));
        if (configuration.dataset().layout() == SourceType.DEMO) {
            Path audio = configuration.dataset().audioFolders().getFirst().resolveSibling("demo-data-" + DEMO_CLIPS);
            settings.add("demoClips=" + DEMO_CLIPS);
            settings.add("audioPath=" + audio);
            settings.add("segments=" + audio.resolve("segments.csv"));
        }
        return settings.toArray(String[]::new);
    }

    /**
     * Pre-trains, and fine-tunes with each number of labeled clips. A number is skipped if it selects the same clips as
     * the previous number, because no label has more clips.
     *
     * @param listener receives each result as soon as it is available
     * @throws StageException if a stage fails, or the model is not a {@code bert} on tokens
     */
    public List<LabelEfficiency> run(Progress progress, Consumer<LabelEfficiency> listener) {
        List<LabelEfficiency> results = new ArrayList<>();
        List<FoldRun> folds = new ArrayList<>();
        for (int fold : crossValidation.folds()) {
            Configuration configuration = crossValidation.configuration(VARIANT, fold);
            shared.pipeline(configuration).tokenize(progress);
            folds.add(new FoldRun(configuration));
        }
        try (Progress.Task task = progress.begin(name, plan.clipsPerLabel().size(), "subset sizes")) {
            int previousNClips = 0;
            for (int clipsPerLabel : plan.clipsPerLabel()) {
                int nClips = folds.getFirst().subset(clipsPerLabel).ids().size();
                if (nClips > previousNClips) {
                    results.add(result(clipsPerLabel, nClips, folds, progress));
                    listener.accept(results.getLast());
                }
                previousNClips = nClips;
                task.advance(1);
            }
        }
        List<ExperimentTable.Row> rows = new ArrayList<>();
        for (LabelEfficiency result : results) {
            rows.add(ExperimentTable.Row.of(result.fromScratch()));
            rows.add(ExperimentTable.Row.of(result.pretrained()));
        }
        new ExperimentTable(rows).write(base, name);
        return List.copyOf(results);
    }

    /** Returns the results of the pre-training of each fold, after it has run. */
    public List<PretrainingResult> pretraining() {
        return crossValidation.folds().stream()
                .map(fold -> new FoldRun(crossValidation.configuration(VARIANT, fold)).pretrain(Progress.silent()))
                .toList();
    }

    private LabelEfficiency result(int clipsPerLabel, int nClips, List<FoldRun> folds, Progress progress) {
        CrossValidationResult fromScratch =
                evaluate(clipsPerLabel + " clips per label, from scratch", folds, clipsPerLabel, false, progress);
        CrossValidationResult pretrained =
                evaluate(clipsPerLabel + " clips per label, pre-trained", folds, clipsPerLabel, true, progress);
        return new LabelEfficiency(
                clipsPerLabel, nClips, fromScratch, pretrained, PairedDifference.of(fromScratch, pretrained, base));
    }

    private CrossValidationResult evaluate(
            String title, List<FoldRun> folds, int clipsPerLabel, boolean pretrained, Progress progress) {
        return CrossValidationResult.of(
                title,
                folds.stream()
                        .map(fold -> fold.fineTuneOrReadPredictions(clipsPerLabel, pretrained, progress))
                        .toList(),
                base);
    }

    /** Pre-training and fine-tuning on one fold, whose tokens exist. */
    private final class FoldRun {
        private final Configuration configuration;
        private final ClipInputs train;
        private final Bert model;

        FoldRun(Configuration configuration) {
            this.configuration = configuration;
            this.train = new ClipInputs(configuration, Metadata.read(configuration), Split.TRAIN);
            if (!(ConfiguredModel.of(configuration, train.nLabels(), train.maxLength()) instanceof Bert bert)
                    || bert.frameWidth() > 0) {
                throw new StageException(
                        "modelType: pre-training needs a BERT whose input is tokens; set modelType=bert");
            }
            this.model = bert;
        }

        ClipDataset subset(int clipsPerLabel) {
            return new ClipSubset(
                    train,
                    LabeledSubset.of(train, clipsPerLabel, configuration.run().seed()));
        }

        private ComputeDevice device() {
            return configuration.run().deviceChoice().device();
        }

        private Path weightsFile() {
            return RunFolder.of(configuration).path().resolve("pretraining").resolve("pretrained.safetensors");
        }

        /**
         * Pre-trains and writes weights that {@code startFrom} also accepts; their classifier has its initial values.
         */
        PretrainingResult pretrain(Progress progress) {
            Stage<PretrainingResult> stage = new Stage<>(
                    "pretraining",
                    PretrainingResult.class,
                    List.of(RunStage.DATASET, RunStage.TOKENS),
                    List.of(configuration.model(), plan.pretraining(), "span " + plan.span()),
                    List.of(),
                    List.of(weightsFile()));
            try (StageRun<PretrainingResult> run = StageRun.begin(configuration, stage, progress)) {
                StageRecord record = run.record();
                if (!run.alreadyFinished()) {
                    List<PretrainingEpoch> epochs = new ArrayList<>();
                    long seed = configuration.run().seed();
                    SequencedMap<String, Tensor> parameters =
                            Parameters.initialValues(model.parameters(), new TorchRandom(seed));
                    parameters.putAll(new MaskedTokenTrainer(
                                    plan.pretraining(),
                                    new MaskedTokens.Masking(model.vocabularySize(), MASKED_FRACTION, plan.span()),
                                    seed,
                                    device(),
                                    progress,
                                    epochs::add)
                            .fit(model, train));
                    new SafetensorsFile(parameters, Map.of()).write(weightsFile());
                    record =
                            run.finish(new PretrainingResult(epochs, train.ids().size()));
                }
                return record.result(PretrainingResult.class);
            } catch (IOException e) {
                throw new StageException(weightsFile() + " cannot be written: " + e.getMessage(), e);
            }
        }

        CrossValidation.FoldResult fineTuneOrReadPredictions(int clipsPerLabel, boolean pretrained, Progress progress) {
            if (pretrained) {
                pretrain(progress);
            }
            String stage = "fold_" + clipsPerLabel + (pretrained ? "_pretrained" : "_scratch");
            return CrossValidation.computeOrReadPredictions(
                    configuration,
                    CrossValidation.predictionStage(
                            configuration,
                            stage,
                            List.of(RunStage.DATASET, RunStage.TOKENS),
                            fineTuningOptions(pretrained),
                            pretrained ? List.of(weightsFile()) : List.of()),
                    progress,
                    () -> fineTuneAndPredict(clipsPerLabel, pretrained, progress));
        }

        private List<Object> fineTuningOptions(boolean pretrained) {
            List<Object> options = new ArrayList<>(List.of(
                    configuration.model(),
                    configuration.training(),
                    "steps " + fineTuningSteps() + ", at least " + plan.minEpochs() + " epochs"));
            if (pretrained) {
                options.add(FINE_TUNING_VERSION);
            }
            return options;
        }

        private int fineTuningSteps() {
            TrainingOptions options = plan.pretraining();
            long pretrainingSteps =
                    (long) options.epochs() * Math.ceilDiv(train.ids().size(), options.batchSize());
            return (int) Math.round(plan.stepFraction() * pretrainingSteps);
        }

        private Predictions fineTuneAndPredict(int clipsPerLabel, boolean pretrained, Progress progress) {
            ClipDataset clips = subset(clipsPerLabel);
            int stepsPerEpoch =
                    Math.ceilDiv(clips.ids().size(), configuration.training().batchSize());
            int epochs = Math.max(plan.minEpochs(), fineTuningSteps() / stepsPerEpoch);
            TrainingOptions options = configuration
                    .with(Map.of("epochs", Integer.toString(epochs)))
                    .training();
            Trainer trainer = Trainer.with(options)
                    .seed(configuration.run().seed())
                    .device(device())
                    .progress(progress);
            try (TrainedModel trained =
                    (pretrained ? trainer.startingFrom(encoderWeights()) : trainer).fit(model, clips)) {
                return trained.predict(new ClipInputs(configuration, Metadata.read(configuration), Split.VALIDATION));
            }
        }

        /**
         * Returns the pre-trained weights without the classifier, which is initialized identically with and without
         * pre-training.
         */
        private Map<String, Tensor> encoderWeights() {
            try {
                Map<String, Tensor> encoder =
                        new LinkedHashMap<>(SafetensorsFile.read(weightsFile()).tensors());
                encoder.keySet().removeIf(name -> !Bert.isEncoderParameter(name));
                return encoder;
            } catch (IOException e) {
                throw new StageException(e.getMessage() + "; delete the file to repeat the pre-training", e);
            }
        }
    }
}
