package audiotokens.training;

import audiotokens.config.Configuration;
import audiotokens.dataset.ClipCatalog;
import audiotokens.evaluation.AveragePrecision;
import audiotokens.evaluation.Predictions;
import audiotokens.evaluation.Predictor;
import audiotokens.model.Ahead;
import audiotokens.model.Batch;
import audiotokens.model.Classifier;
import audiotokens.model.ClipInput;
import audiotokens.model.ClipInputs;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabelledBatch;
import audiotokens.model.Parameters;
import audiotokens.model.RandomStreams;
import audiotokens.run.Progress;
import audiotokens.run.Split;
import audiotokens.run.StageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A model in training, from one epoch to the next. */
final class TrainingSession implements AutoCloseable {
    /** Training predictions kept for the training mAP, at most; 200 MB. */
    private static final long MOST_KEPT_SCORES = 50_000_000;

    private final Configuration configuration;
    private final RandomStreams streams;
    private final ClipInputs train;
    private final ClipInputs validation;
    private final ComputeDevice device;
    private final ComputeThread compute;
    private final Learner learner;

    /** A new model, or the one of {@code checkpoint}. */
    TrainingSession(Configuration configuration, ClipCatalog catalog, Optional<Checkpoint> checkpoint) {
        this.configuration = configuration;
        this.streams = new RandomStreams(configuration.run().seed());
        this.train = new ClipInputs(configuration, catalog, Split.TRAIN);
        this.validation = new ClipInputs(configuration, catalog, Split.VALIDATION);
        this.device = ComputeDevice.find(configuration.run().threadCount());
        this.compute = new ComputeThread(configuration.run().threadCount());
        this.learner = compute.call(() -> begin(checkpoint));
    }

    private Learner begin(Optional<Checkpoint> checkpoint) {
        int frames = Math.toIntExact(
                train.ids().stream().mapToLong(train::approximateFrames).max().orElseThrow());
        Classifier classifier = Classifier.of(configuration, train.labels(), frames);
        double weightDecay = configuration.training().weightDecay();
        if (checkpoint.isEmpty()) {
            Parameters parameters = Parameters.initial(classifier.parameters(), streams, device.device());
            return new Learner(classifier, parameters, new AdamW(parameters, weightDecay));
        }
        Checkpoint saved = checkpoint.get();
        Parameters parameters = Parameters.of(classifier.parameters(), saved.weights(), device.device());
        return new Learner(classifier, parameters, new AdamW(parameters, weightDecay, saved.moments(), saved.steps()));
    }

    /** Trains on every training clip once, then predicts the validation clips. */
    Epoch epoch(int number, Progress progress) {
        long start = System.nanoTime();
        List<List<String>> batches = BatchPlan.of(
                train.ids(),
                train::approximateFrames,
                configuration.training().batchSize(),
                streams.stream("order", number));
        boolean keepScores = (long) train.ids().size() * train.labels() <= MOST_KEPT_SCORES;
        List<String> ids = new ArrayList<>();
        List<float[]> scores = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        double lossSum = 0;
        long stepNanos = 0;
        int step = 0;
        try (Progress.Task task = progress.begin("Epoch " + number, train.ids().size(), "clips");
                Ahead<List<String>, LabelledBatch> ahead = new Ahead<>(batches, this::prepare)) {
            while (ahead.hasNext()) {
                LabelledBatch batch = ahead.next();
                Dropout dropout = Dropout.from(streams.stream("dropout", number, ++step));
                long stepStart = System.nanoTime();
                Learner.Step seen = compute.call(
                        () -> learner.step(batch, configuration.training().learningRate(), dropout));
                stepNanos += System.nanoTime() - stepStart;
                checkFinite(seen.loss(), number, step);
                lossSum += seen.loss() * batch.ids().size();
                if (keepScores) {
                    ids.addAll(batch.ids());
                    scores.addAll(List.of(seen.scores()));
                    targets.addAll(List.of(batch.targets()));
                }
                task.advance(batch.ids().size());
            }
        }
        Predictor.Judged judged = new Predictor(learner.classifier(), learner.parameters())
                .predict(validation, configuration.training().batchSize(), compute, progress);
        OptionalDouble trainMap = keepScores
                ? OptionalDouble.of(AveragePrecision.mean(
                        new Predictions(ids, scores.toArray(float[][]::new), targets.toArray(float[][]::new))))
                : OptionalDouble.empty();
        return new Epoch(
                number,
                lossSum / train.ids().size(),
                trainMap,
                judged.loss(),
                AveragePrecision.mean(judged.predictions()),
                (System.nanoTime() - start) / 1e9,
                stepNanos / 1e9);
    }

    private LabelledBatch prepare(List<String> ids) {
        Classifier classifier = learner.classifier();
        List<ClipInput> inputs = ids.stream()
                .map(id -> train.read(id).first(classifier.mostFrames()))
                .toList();
        float[][] targets = ids.stream().map(train::targets).toArray(float[][]::new);
        return new LabelledBatch(ids, Batch.of(inputs, classifier.leastFrames()), targets);
    }

    private static void checkFinite(double loss, int epoch, int step) {
        if (!Double.isFinite(loss)) {
            throw new StageException("the loss became " + loss + " at step " + step + " of epoch " + epoch
                    + "; try a lower learningRate, or normalize=true for spectrogram inputs");
        }
    }

    /** The state after the finished {@code epochs}. */
    Checkpoint checkpoint(List<Epoch> epochs) {
        return compute.call(() -> new Checkpoint(
                learner.parameters().values(),
                learner.optimizer().moments(),
                learner.optimizer().steps(),
                epochs));
    }

    /** What is kept beside the weights: the input size of the models that have a fixed one. */
    Map<String, String> texts() {
        int frames = learner.classifier().leastFrames();
        return frames == 0 ? Map.of() : Map.of("frames", Integer.toString(frames));
    }

    TrainingReport report(List<Epoch> epochs) {
        return new TrainingReport(
                epochs,
                learner.parameters().count(),
                train.ids().size(),
                validation.ids().size(),
                train.missing() + validation.missing(),
                device.toString());
    }

    @Override
    public void close() {
        compute.closeAfterwards(learner);
    }
}
