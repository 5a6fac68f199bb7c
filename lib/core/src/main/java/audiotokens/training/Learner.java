package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.model.BinaryCrossEntropy;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.LabelledBatch;
import audiotokens.model.Model;
import audiotokens.model.Parameters;
import audiotokens.model.Precision;
import audiotokens.model.Predictor;
import audiotokens.model.WorkerPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A model that trains a batch at a time: owns its parameters and its optimizer. */
public final class Learner implements AutoCloseable {
    private final Model model;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final Objective objective;
    private final Precision precision;
    private final Optional<WorkerPool> workers;
    private final UnreadSteps unread;

    /** Takes ownership of {@code parameters} and {@code optimizer}. */
    public Learner(
            Model model,
            Parameters parameters,
            AdamW optimizer,
            Objective objective,
            Precision precision,
            Optional<WorkerPool> workers) {
        this.workers = workers;
        this.precision = precision;
        this.unread = new UnreadSteps(parameters.newCompanion());
        this.objective = objective;
        this.model = model;
        this.parameters = parameters;
        this.optimizer = optimizer;
    }

    /**
     * Loss and gradient clipping.
     *
     * @param positiveWeights weight of each label's positives: (labels,); empty where all are 1
     * @param maxNorm L2 norm that gradients are clipped to; infinite for no clipping
     */
    public record Objective(Optional<float[]> positiveWeights, double maxNorm) {}

    /**
     * What one step measured.
     *
     * @param loss mean over the batch, before the step
     * @param scores probabilities before the step: (clips, labels)
     * @param gradients mean absolute gradient of each parameter, where it was asked for; else empty
     */
    public record Step(double loss, float[][] scores, SequencedMap<String, Double> gradients) {}

    /**
     * Trains on one batch.
     *
     * @param learningRate of this step
     * @param dropout what is dropped
     * @param measureGradients whether the gradients are measured
     */
    public Step step(LabelledBatch batch, double learningRate, Dropout dropout, boolean measureGradients) {
        try (ForwardPass pass = ForwardPass.training(parameters, dropout, workers, precision)) {
            NDArray logits = model.logits(pass, batch.batch());
            NDArray loss = backward(pass, batch, logits);
            double value = loss.getFloat();
            SequencedMap<String, Double> gradients = gradients(pass, measureGradients);
            if (Double.isFinite(value)) {
                optimizer.step(pass, learningRate, objective.maxNorm());
            }
            return new Step(
                    value, Predictor.probabilities(logits.toFloatArray(), batch.targets()[0].length), gradients);
        }
    }

    /**
     * Trains on one batch as {@link #step} does, but leaves loss and scores on the device until {@link #read}, so that a
     * GPU need not be waited for. Where the loss is not finite, the update has been made all the same.
     */
    public void queue(LabelledBatch batch, double learningRate, Dropout dropout, boolean measureGradients) {
        try (ForwardPass pass = ForwardPass.training(parameters, dropout, workers, precision)) {
            NDArray logits = model.logits(pass, batch.batch());
            NDArray loss = backward(pass, batch, logits);
            SequencedMap<String, Double> gradients = gradients(pass, measureGradients);
            optimizer.step(pass, learningRate, objective.maxNorm());
            unread.add(loss, logits, gradients);
        }
    }

    /** What the steps since the last call measured that were made by {@link #queue}, in their order. */
    public List<Step> read() {
        return unread.read();
    }

    private NDArray backward(ForwardPass pass, LabelledBatch batch, NDArray logits) {
        NDArray loss =
                loss(pass.manager(), logits, batch.targets(pass.manager())).mean();
        pass.backward(loss);
        return loss;
    }

    private SequencedMap<String, Double> gradients(ForwardPass pass, boolean measured) {
        return measured ? optimizer.gradients(pass) : new LinkedHashMap<>();
    }

    private NDArray loss(NDManager step, NDArray logits, NDArray targets) {
        return objective
                .positiveWeights()
                .map(weights -> BinaryCrossEntropy.each(logits, targets, step.create(weights)))
                .orElseGet(() -> BinaryCrossEntropy.each(logits, targets));
    }

    Model model() {
        return model;
    }

    Parameters parameters() {
        return parameters;
    }

    AdamW optimizer() {
        return optimizer;
    }

    @Override
    public void close() {
        unread.close();
        optimizer.close();
        parameters.close();
    }
}
