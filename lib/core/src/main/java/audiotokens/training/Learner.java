package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.model.BinaryCrossEntropy;
import audiotokens.model.CrossEntropy;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Model;
import audiotokens.model.Parameters;
import audiotokens.model.Precision;
import audiotokens.model.Predictor;
import audiotokens.model.WorkerPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Trains a model batch by batch. Owns the model's parameters and the optimizer. */
public final class Learner implements AutoCloseable {
    private final Model model;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final Objective objective;
    private final Precision precision;
    private final Optional<WorkerPool> workers;
    private final PendingSteps pendingSteps;

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
        this.pendingSteps = new PendingSteps(parameters.newCompanionManager());
        this.objective = objective;
        this.model = model;
        this.parameters = parameters;
        this.optimizer = optimizer;
    }

    /**
     * Loss weights and gradient clipping.
     *
     * @param positiveWeights weight of each label's positives, (labels,); empty if all are 1
     * @param maxNorm L2 norm to which gradients are clipped; infinite for no clipping
     */
    public record Objective(Optional<float[]> positiveWeights, double maxNorm) {}

    /**
     * The results of one step.
     *
     * @param loss mean loss of the batch before the update
     * @param scores probabilities before the update, (clips, labels)
     * @param gradients mean absolute gradient of each parameter; empty if not requested
     */
    public record Step(double loss, float[][] scores, SequencedMap<String, Double> gradients) {}

    /**
     * Trains on one batch. The update is skipped if the loss is not finite.
     *
     * @param learningRate learning rate of this step
     * @param dropout dropout of this step
     * @param includeGradients whether the result includes the mean absolute gradients
     */
    public Step step(LabeledBatch batch, double learningRate, Dropout dropout, boolean includeGradients) {
        try (ForwardPass pass = ForwardPass.training(parameters, dropout, workers, precision)) {
            NDArray logits = model.logits(pass, batch.batch());
            NDArray loss = backward(pass, batch, logits);
            double value = loss.getFloat();
            SequencedMap<String, Double> gradients = gradients(pass, includeGradients);
            if (Double.isFinite(value)) {
                optimizer.step(pass, learningRate, objective.maxNorm());
            }
            return new Step(
                    value, Predictor.probabilities(logits.toFloatArray(), batch.targets()[0].length), gradients);
        }
    }

    /**
     * Trains like {@link #step}, but leaves loss and scores on the device until {@link #readResults}, so that the
     * caller does not wait for a GPU. The update is applied even if the loss is not finite.
     */
    public void queue(LabeledBatch batch, double learningRate, Dropout dropout, boolean includeGradients) {
        try (ForwardPass pass = ForwardPass.training(parameters, dropout, workers, precision)) {
            NDArray logits = model.logits(pass, batch.batch());
            NDArray loss = backward(pass, batch, logits);
            SequencedMap<String, Double> gradients = gradients(pass, includeGradients);
            optimizer.step(pass, learningRate, objective.maxNorm());
            pendingSteps.add(loss, logits, gradients);
        }
    }

    /** Returns the results of all queued steps that have not been read yet, in order. */
    public List<Step> readResults() {
        return pendingSteps.read();
    }

    private NDArray backward(ForwardPass pass, LabeledBatch batch, NDArray logits) {
        NDArray loss =
                loss(pass.manager(), logits, batch.targets(pass.manager())).mean();
        pass.backward(loss);
        return loss;
    }

    private SequencedMap<String, Double> gradients(ForwardPass pass, boolean included) {
        return included ? optimizer.meanAbsoluteGradients(pass) : new LinkedHashMap<>();
    }

    private NDArray loss(NDManager manager, NDArray logits, NDArray targets) {
        if (model.hasExclusiveLabels()) {
            NDArray weighted = objective
                    .positiveWeights()
                    .map(weights -> targets.mul(manager.create(weights)))
                    .orElse(targets);
            return CrossEntropy.unreduced(logits, weighted);
        }
        return objective
                .positiveWeights()
                .map(weights -> BinaryCrossEntropy.unreduced(logits, targets, manager.create(weights)))
                .orElseGet(() -> BinaryCrossEntropy.unreduced(logits, targets));
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
        pendingSteps.close();
        optimizer.close();
        parameters.close();
    }
}
