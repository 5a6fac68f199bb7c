package audiotokens.training;

import audiotokens.config.Configuration;
import audiotokens.config.TrainingOptions;
import audiotokens.dataset.ClipCatalog;
import audiotokens.evaluation.AveragePrecision;
import audiotokens.evaluation.Predictor;
import audiotokens.model.Ahead;
import audiotokens.model.BatchPlan;
import audiotokens.model.Classifier;
import audiotokens.model.ClipInputs;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabelledBatch;
import audiotokens.model.ParameterShape;
import audiotokens.model.Parameters;
import audiotokens.random.RandomStreams;
import audiotokens.random.TorchRandom;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.run.StageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A model in training, from one epoch to the next. */
final class TrainingSession implements AutoCloseable {
    private final TrainingOptions options;
    private final RandomStreams streams;
    private final ClipInputs train;
    private final ClipInputs validation;
    private final ComputeDevice device;
    private final ComputeThread compute;
    private final LabelFrequency frequency;
    private final Learner learner;
    private final BatchPreparation preparation;
    private final LearningRate learningRate;
    private final ClipOrder order;

    /** A new model, or the one of {@code checkpoint}. */
    TrainingSession(Configuration configuration, ClipCatalog catalog, Optional<Checkpoint> checkpoint) {
        this.options = configuration.training();
        this.streams = new RandomStreams(configuration.run().seed());
        this.train = new ClipInputs(configuration, catalog, Split.TRAIN);
        this.validation = new ClipInputs(configuration, catalog, Split.VALIDATION);
        this.device = ComputeDevice.find(configuration.run().threadCount());
        this.frequency = new LabelFrequency(train);
        if (!frequency.differs()) {
            throw new StageException(
                    "all " + train.ids().size() + " training clips have the same labels: there is nothing"
                            + " to tell apart, and a mAP would say nothing (keys sourceType, audioPath, segments)");
        }
        int vocabularySize = configuration.cluster().vocabSize();
        Optional<SimilarTokens> nearest = options.tokenSubstitution() == 0
                ? Optional.empty()
                : Optional.of(SimilarTokens.read(RunFolder.of(configuration).centroids()));
        Classifier classifier = Classifier.of(configuration, train.labels(), train.longest());
        this.preparation =
                new BatchPreparation(train, classifier, options, new Augmentation(options, vocabularySize, nearest));
        int batches = Math.ceilDiv(train.ids().size(), options.batchSize());
        this.learningRate = LearningRate.of(options, (long) batches * options.epochs());
        this.order = new ClipOrder(new TorchRandom(configuration.run().seed()), options.epochs());
        this.compute = new ComputeThread(device);
        try {
            this.learner = compute.call(() -> begin(configuration, classifier, checkpoint));
        } catch (RuntimeException e) {
            compute.close();
            throw e;
        }
    }

    private Learner begin(Configuration configuration, Classifier classifier, Optional<Checkpoint> checkpoint) {
        List<ParameterShape> shapes = FreshParameters.of(configuration, classifier, frequency);
        Parameters parameters = checkpoint.isPresent()
                ? Parameters.of(shapes, checkpoint.get().weights(), device.device())
                : Parameters.initial(shapes, new TorchRandom(configuration.run().seed()), device.device());
        AdamW optimizer = checkpoint.isPresent()
                ? new AdamW(
                        parameters,
                        options.weightDecay(),
                        checkpoint.get().moments(),
                        checkpoint.get().steps())
                : new AdamW(parameters, options.weightDecay());
        Optional<float[]> positiveWeights = options.positiveWeight() == 1
                ? Optional.empty()
                : Optional.of(frequency.positiveWeights(options.positiveWeight()));
        double greatestNorm = options.gradientClip() == 0 ? Double.POSITIVE_INFINITY : options.gradientClip();
        return new Learner(
                classifier,
                parameters,
                optimizer,
                new Learner.Objective(positiveWeights, greatestNorm),
                compute.branches());
    }

    /** Trains on every training clip once, then predicts the validation clips. */
    Epoch epoch(int number, Progress progress) {
        long start = System.nanoTime();
        TrainingTally tally = train(number, progress);
        Predictor.Judged judged = new Predictor(learner.classifier(), learner.parameters(), compute.branches())
                .predict(validation, options.batchSize(), compute, progress);
        return new Epoch(
                number,
                tally.loss(),
                tally.map(),
                judged.loss(),
                AveragePrecision.mean(judged.predictions()),
                (System.nanoTime() - start) / 1e9,
                tally.stepSeconds(),
                tally.gradients());
    }

    private TrainingTally train(int number, Progress progress) {
        List<List<String>> batches = batches(number);
        boolean ownTargets = options.mixing() == 0 && options.labelSmoothing() == 0;
        TrainingTally tally = new TrainingTally(ownTargets && TrainingTally.fits(train));
        List<Integer> indices = IntStream.range(0, batches.size()).boxed().toList();
        try (Progress.Task task = progress.begin("Epoch " + number, train.ids().size(), "clips");
                Ahead<Integer, LabelledBatch> ahead = new Ahead<>(
                        indices,
                        index -> preparation.prepare(
                                batches.get(index), streams.stream("augmentation", number, index)))) {
            for (int step = 0; ahead.hasNext(); step++) {
                LabelledBatch batch = ahead.next();
                double rate = learningRate.at((number - 1L) * batches.size() + step);
                Dropout dropout = Dropout.from(streams.stream("dropout", number, step));
                long stepStart = System.nanoTime();
                Learner.Step seen = compute.call(() -> learner.step(batch, rate, dropout, !ahead.hasNext()));
                checkFinite(seen.loss(), number, step + 1);
                tally.add(batch, seen, System.nanoTime() - stepStart);
                task.advance(batch.ids().size());
            }
        }
        return tally;
    }

    private List<List<String>> batches(int epoch) {
        List<String> ids =
                options.balancedSampling() ? frequency.balanced(streams.stream("sampling", epoch)) : train.ids();
        return BatchPlan.of(
                order.of(epoch, ids),
                id -> learner.classifier().framesFed(train.approximateFrames(id)),
                options.batchSize());
    }

    private static void checkFinite(double loss, int epoch, int step) {
        if (!Double.isFinite(loss)) {
            throw new StageException("the loss became " + loss + " at step " + step + " of epoch " + epoch
                    + "; try a lower learningRate, gradientClip=1, or normalize=true for spectrogram inputs");
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
