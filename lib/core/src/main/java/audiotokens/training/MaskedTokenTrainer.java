package audiotokens.training;

import ai.djl.ndarray.NDArray;
import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.BatchPlan;
import audiotokens.model.Bert;
import audiotokens.model.ClipDataset;
import audiotokens.model.ClipInput;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.MaskedTokenModel;
import audiotokens.model.MaskedTokens;
import audiotokens.model.ParameterLayout;
import audiotokens.model.Parameters;
import audiotokens.model.Prefetcher;
import audiotokens.random.RandomStreams;
import audiotokens.random.TorchRandom;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Pre-trains BERT's encoder without labels by masked token modeling. Each epoch masks different tokens.
 *
 * @param options epochs, batch size, learning rate, schedule, warm-up, weight decay and gradient clipping; other
 *     options are ignored
 * @param masking which tokens are masked
 * @param seed seed of all random choices
 * @param device device to compute on
 * @param progress receives the number of finished clips of each epoch
 * @param listener receives the metrics of each epoch, on the calling thread
 */
public record MaskedTokenTrainer(
        TrainingOptions options,
        MaskedTokens.Masking masking,
        long seed,
        ComputeDevice device,
        Progress progress,
        Consumer<PretrainingEpoch> listener) {

    /**
     * Trains the encoder of {@code classifier} on clips with one token stream; ignores their labels.
     *
     * @return the encoder's weights by name, for {@link Trainer#startingFrom}
     * @throws AudioTokensException if the loss becomes infinite or NaN
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public SequencedMap<String, Tensor> fit(Bert classifier, ClipDataset clips) {
        MaskedTokenModel model = new MaskedTokenModel(classifier);
        ComputeThread compute = new ComputeThread(device);
        Session session = newSession(model, compute);
        try {
            ClipOrder order = new ClipOrder(new TorchRandom(seed), options.epochs());
            long batches = Math.ceilDiv(clips.ids().size(), options.batchSize());
            LearningRate learningRate = LearningRate.of(options, batches * options.epochs());
            for (int epoch = 1; epoch <= options.epochs(); epoch++) {
                List<List<String>> plan = BatchPlan.of(
                        order.shuffled(epoch, clips.ids()),
                        id -> Math.min(clips.approximateFrames(id), model.maxFrames()),
                        options.batchSize());
                listener.accept(session.epoch(epoch, plan, clips, learningRate));
            }
            return compute.call(() -> model.encoderWeights(session.parameters.values()));
        } finally {
            compute.closeAfterQueuedWork(session);
        }
    }

    private Session newSession(MaskedTokenModel model, ComputeThread compute) {
        try {
            return compute.call(() -> new Session(model, compute));
        } catch (RuntimeException | Error e) {
            compute.close();
            throw e;
        }
    }

    /** The pre-training of one model. Owns the model's parameters and the optimizer. */
    private final class Session implements AutoCloseable {
        private final MaskedTokenModel model;
        private final ComputeThread compute;
        private final Parameters parameters;
        private final AdamW optimizer;
        private final RandomStreams randomStreams = new RandomStreams(seed);

        Session(MaskedTokenModel model, ComputeThread compute) {
            this.model = model;
            this.compute = compute;
            this.parameters = Parameters.initialize(
                    model.parameters(), new TorchRandom(seed), device.device(), ParameterLayout.of(device));
            this.optimizer = new AdamW(parameters, options.weightDecay());
        }

        PretrainingEpoch epoch(int number, List<List<String>> batches, ClipDataset clips, LearningRate learningRate) {
            long start = System.nanoTime();
            double lossSum = 0;
            long correct = 0;
            long nMasked = 0;
            List<Integer> steps = IntStream.range(0, batches.size()).boxed().toList();
            try (Progress.Task task = progress.begin(
                            "Masked tokens, epoch " + number, clips.ids().size(), "clips");
                    Prefetcher<Integer, List<MaskedTokens>> prepared =
                            new Prefetcher<>(steps, step -> maskClips(batches.get(step), clips, number, step))) {
                for (int step = 0; step < batches.size(); step++) {
                    List<MaskedTokens> batch = prepared.next();
                    double rate = learningRate.at((number - 1L) * batches.size() + step);
                    Dropout dropout = Dropout.forDevice(device, randomStreams.stream("dropout", number, step));
                    long[] targets = MaskedTokenModel.targets(batch);
                    StepResult result = compute.call(() -> step(batch, targets, rate, dropout));
                    checkFinite(result.loss(), number, step + 1);
                    lossSum += result.loss() * targets.length;
                    correct += result.correct();
                    nMasked += targets.length;
                    task.advance(batches.get(step).size());
                }
            }
            return new PretrainingEpoch(
                    number, lossSum / nMasked, (double) correct / nMasked, (System.nanoTime() - start) / 1e9);
        }

        private List<MaskedTokens> maskClips(List<String> ids, ClipDataset clips, int epoch, int step) {
            RandomGenerator random = randomStreams.stream("masking", epoch, step);
            List<MaskedTokens> maskedClips = new ArrayList<>();
            for (String id : ids) {
                if (!(clips.read(id).truncate(model.maxFrames()) instanceof ClipInput.Tokens tokens)) {
                    throw new AudioTokensException(
                            "masked token modeling needs one token stream, but the clips have frames or several"
                                    + " streams");
                }
                maskedClips.add(masking.apply(tokens.ids(), random));
            }
            return maskedClips;
        }

        private record StepResult(double loss, long correct) {}

        private StepResult step(List<MaskedTokens> batch, long[] targets, double rate, Dropout dropout) {
            try (ForwardPass pass = ForwardPass.training(parameters, dropout, compute.workers())) {
                NDArray logits = model.logits(pass, batch);
                NDArray loss = MaskedTokenModel.loss(pass, logits, targets);
                pass.backward(loss);
                double value = loss.getFloat();
                if (Double.isFinite(value)) {
                    optimizer.step(pass, rate, options.maxGradientNorm());
                }
                long[] predicted = logits.argMax(1).toLongArray();
                long correct = 0;
                for (int i = 0; i < targets.length; i++) {
                    correct += predicted[i] == targets[i] ? 1 : 0;
                }
                return new StepResult(value, correct);
            }
        }

        private static void checkFinite(double loss, int epoch, int step) {
            if (!Double.isFinite(loss)) {
                throw new AudioTokensException("the loss on masked tokens became " + loss + " at step " + step
                        + " of epoch " + epoch + "; try a lower learningRate or gradientClip=1");
            }
        }

        @Override
        public void close() {
            optimizer.close();
            parameters.close();
        }
    }
}
