package audiotokens.pipeline.training;

import audiotokens.AudioTokensException;
import audiotokens.bag.BagReport;
import audiotokens.bag.BagTraining;
import audiotokens.bag.ClipBags;
import audiotokens.bag.FamilyChoice;
import audiotokens.bag.StreamBags;
import audiotokens.file.AtomicFile;
import audiotokens.metrics.AveragePrecision;
import audiotokens.model.Predictor;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fits the bag-of-tokens classifier of a run. The weights of the token streams are chosen by grouped cross-validation
 * on the training clips, then the classifier is fitted to all training clips. The validation clips are used for
 * evaluation only.
 *
 * @param configuration configuration of the run
 * @param folder receives the classifier and the report
 */
record BagTrainer(Configuration configuration, TrainingFolder folder) {
    /** Incremented when the same options give a different classifier. */
    static final String ALGORITHM_VERSION = "bag form 1";

    TrainingReport train(Progress progress) throws IOException {
        long startNanos = System.nanoTime();
        int threads = configuration.run().threadCount();
        ClipCatalog catalog = Metadata.read(configuration);
        ClipInputs train = new ClipInputs(configuration, catalog, Split.TRAIN);
        ClipInputs validation = new ClipInputs(configuration, catalog, Split.VALIDATION);
        StreamBags streams = RunBagClassifier.streams(configuration);
        List<ClipBags> trainBags = RunBagClassifier.bags(streams, train, threads, progress);
        List<ClipBags> validationBags = RunBagClassifier.bags(streams, validation, threads, progress);
        BagTraining training = training(streams, trainBags, RunBagClassifier.targets(train));
        FamilyChoice choice = training.choose(HeldOutGroups.of(configuration, train.ids()));
        RunBagClassifier bag = new RunBagClassifier(training.fit(choice.weights()), streams, threads);
        BagReport bagReport = new BagReport(
                streams.sources(),
                choice,
                training.ablations(choice.weights(), validationBags, RunBagClassifier.targets(validation)));
        Epoch epoch = epoch(bag.score(train, trainBags), bag.score(validation, validationBags), startNanos);
        TrainingReport report = new TrainingReport(
                List.of(epoch),
                bag.classifier().coefficients().length,
                train.ids().size(),
                validation.ids().size(),
                train.nMissing() + validation.nMissing(),
                "CPU",
                Optional.of(bagReport));
        bag.classifier().save(folder.bestWeights());
        AtomicFile.write(folder.history(), JsonMapper.shared().writeValueAsString(report));
        return report;
    }

    private static BagTraining training(StreamBags streams, List<ClipBags> clips, float[][] targets) {
        try {
            return new BagTraining(streams.sources(), clips, targets);
        } catch (AudioTokensException e) {
            throw new StageException("modelType=bag: " + e.getMessage(), e);
        }
    }

    private static Epoch epoch(
            Predictor.ScoredPredictions train, Predictor.ScoredPredictions validation, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new Epoch(
                1,
                train.loss(),
                OptionalDouble.of(AveragePrecision.mean(train.predictions())),
                validation.loss(),
                AveragePrecision.mean(validation.predictions()),
                seconds,
                seconds,
                new LinkedHashMap<>());
    }
}
