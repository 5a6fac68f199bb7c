package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.metrics.AveragePrecision;
import audiotokens.model.BatchPlan;
import audiotokens.model.BatchUpload;
import audiotokens.model.ClipDataset;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Model;
import audiotokens.model.ParameterLayout;
import audiotokens.model.ParameterSpec;
import audiotokens.model.Parameters;
import audiotokens.model.Predictor;
import audiotokens.model.Prefetcher;
import audiotokens.random.RandomStreams;
import audiotokens.random.TorchRandom;
import audiotokens.work.Progress;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Trains a model, epoch by epoch. */
public final class TrainingSession implements AutoCloseable {
    private final TrainingOptions options;
    private final RandomStreams randomStreams;
    private final ClipDataset train;
    private final Optional<ClipDataset> validation;
    private final ComputeDevice device;
    private final ComputeThread compute;
    private final LabelFrequency frequency;
    private final Learner learner;
    private final BatchPreparation preparation;
    private final LearningRate learningRate;
    private final ClipOrder order;
    /** Uploads batches to the device ahead of their steps; empty if each step copies its batch's Java arrays itself. */
    private final Optional<BatchUpload> upload;

    /**
     * A session that starts from newly initialized parameters, or from {@code checkpoint}.
     *
     * @param centroids one entry per codebook, ordered by the first token stream that uses it, if the options use
     *     centroids for initialization or token substitution; otherwise empty
     */
    public TrainingSession(
            Model model,
            TrainingOptions options,
            long seed,
            ClipDataset train,
            Optional<ClipDataset> validation,
            List<TokenVectors> centroids,
            ComputeDevice device,
            Optional<Checkpoint> checkpoint) {
        this.options = options;
        this.randomStreams = new RandomStreams(seed);
        this.train = train;
        this.validation = validation;
        this.device = device;
        this.frequency = new LabelFrequency(train);
        if (!frequency.hasVaryingLabel()) {
            throw new AudioTokensException(
                    "all " + train.ids().size() + " training clips have the same labels, so there is nothing"
                            + " to learn and the mAP is undefined (check the keys sourceType, audioPath, segments)");
        }
        if (model.hasExclusiveLabels()) {
            frequency.findClipWithoutExactlyOneLabel().ifPresent(id -> {
                throw new AudioTokensException("the training clip " + id
                        + " does not have exactly one label, which a softmax requires; set labelOutput=sigmoid");
            });
        }
        this.preparation = new BatchPreparation(
                train,
                model,
                options,
                new Augmentation(options, train.streams(), NearestTokens.of(options, train.streams(), centroids)));
        int batches = Math.ceilDiv(train.ids().size(), options.batchSize());
        this.learningRate = LearningRate.of(options, (long) batches * options.epochs());
        this.order = new ClipOrder(new TorchRandom(seed), options.epochs());
        this.upload = device.usesGpuSteps() ? Optional.of(new BatchUpload(device.device())) : Optional.empty();
        this.compute = new ComputeThread(device);
        try {
            this.learner = compute.call(() -> newLearner(model, seed, centroids, checkpoint));
        } catch (RuntimeException | Error e) {
            compute.close();
            upload.ifPresent(BatchUpload::close);
            throw e;
        }
    }

    private Learner newLearner(Model model, long seed, List<TokenVectors> centroids, Optional<Checkpoint> checkpoint) {
        List<ParameterSpec> specs = InitialParameters.of(options, model, frequency, centroids);
        Parameters parameters = checkpoint.isPresent()
                ? Parameters.of(specs, checkpoint.get().weights(), device.device(), ParameterLayout.of(device))
                : Parameters.initialize(specs, new TorchRandom(seed), device.device(), ParameterLayout.of(device));
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
        return new Learner(
                model,
                parameters,
                optimizer,
                new Learner.Objective(positiveWeights, options.maxGradientNorm()),
                options.precision(),
                compute.workers());
    }

    /**
     * Trains for one epoch, then evaluates on the validation clips, if any. The epoch has as many clips as the training
     * set: every clip once, or with {@code balancedSampling} a sample drawn with replacement.
     *
     * @param number number of the epoch, from 1
     */
    public Epoch runEpoch(int number, Progress progress) {
        long start = System.nanoTime();
        EpochMetrics metrics = train(number, progress);
        Optional<Predictor.ScoredPredictions> scored =
                validation.map(clips -> new Predictor(learner.model(), learner.parameters(), compute.workers())
                        .predict(clips, options.batchSize(), compute, progress));
        return new Epoch(
                number,
                metrics.loss(),
                metrics.meanAveragePrecision(),
                scored.map(Predictor.ScoredPredictions::loss).orElse(Double.NaN),
                scored.map(result -> AveragePrecision.mean(result.predictions()))
                        .orElse(Double.NaN),
                (System.nanoTime() - start) / 1e9,
                metrics.stepSeconds(),
                metrics.gradients());
    }

    private EpochMetrics train(int number, Progress progress) {
        List<List<String>> batches = batches(number);
        boolean hasOriginalTargets = options.mixing() == 0 && options.labelSmoothing() == 0;
        EpochMetrics metrics = new EpochMetrics(hasOriginalTargets && EpochMetrics.fitsInMemory(train));
        List<Integer> indices = IntStream.range(0, batches.size()).boxed().toList();
        try (Progress.Task task = progress.begin("Epoch " + number, train.ids().size(), "clips");
                Prefetcher<Integer, LabeledBatch> prepared = new Prefetcher<>(
                        indices,
                        index -> preparation.prepare(
                                batches.get(index), randomStreams.stream("augmentation", number, index)))) {
            EpochSteps steps = new EpochSteps(
                    number,
                    batches.size(),
                    learner,
                    compute,
                    step -> learningRate.at((number - 1L) * batches.size() + step),
                    step -> Dropout.forDevice(device, randomStreams.stream("dropout", number, step)),
                    metrics,
                    task);
            upload.ifPresentOrElse(
                    uploader -> steps.runQueued(prepared, uploader), () -> steps.runSynchronously(prepared));
        }
        return metrics;
    }

    private List<List<String>> batches(int epoch) {
        List<String> ids = options.balancedSampling()
                ? frequency.sampleBalanced(randomStreams.stream("sampling", epoch))
                : train.ids();
        return BatchPlan.of(
                order.shuffled(epoch, ids),
                id -> learner.model().inputFrames(train.approximateFrames(id)),
                options.batchSize());
    }

    /** Returns a checkpoint of the current state; {@code epochs} are the epochs trained so far. */
    public Checkpoint checkpoint(List<Epoch> epochs) {
        return compute.call(() -> new Checkpoint(
                learner.parameters().values(),
                learner.optimizer().moments(),
                learner.optimizer().steps(),
                epochs));
    }

    /** Returns a copy of the weights by name. */
    public SequencedMap<String, Tensor> weights() {
        return compute.call(() -> learner.parameters().values());
    }

    /** Returns the model being trained. */
    public Model model() {
        return learner.model();
    }

    /**
     * Returns a report on the training so far.
     *
     * @param epochs the epochs trained so far
     * @param missingClips number of training and validation clips for which an earlier stage wrote no file
     */
    public TrainingReport report(List<Epoch> epochs, int missingClips) {
        return new TrainingReport(
                epochs,
                learner.parameters().count(),
                train.ids().size(),
                validation.map(clips -> clips.ids().size()).orElse(0),
                missingClips,
                device.toString());
    }

    @Override
    public void close() {
        compute.closeAfterQueuedWork(() -> {
            learner.close();
            upload.ifPresent(BatchUpload::close);
        });
    }
}
