package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.model.BinaryCrossEntropy;
import audiotokens.model.Branches;
import audiotokens.model.Classifier;
import audiotokens.model.Dropout;
import audiotokens.model.LabelledBatch;
import audiotokens.model.Parameters;
import audiotokens.model.Pass;
import audiotokens.model.Predictor;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** A model that learns a batch at a time: owns its parameters and its optimiser. */
public final class Learner implements AutoCloseable {
    private final Classifier classifier;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final Objective objective;
    private final Optional<Branches> branches;

    /** Takes over {@code parameters} and {@code optimizer} and closes them. */
    public Learner(
            Classifier classifier,
            Parameters parameters,
            AdamW optimizer,
            Objective objective,
            Optional<Branches> branches) {
        this.branches = branches;
        this.objective = objective;
        this.classifier = classifier;
        this.parameters = parameters;
        this.optimizer = optimizer;
    }

    /**
     * What is made small, and how gently.
     *
     * @param positiveWeights weight of each label's positives: (labels,); empty where all are 1
     * @param greatestNorm L2 norm that gradients are scaled down to; infinite where they never are
     */
    public record Objective(Optional<float[]> positiveWeights, double greatestNorm) {}

    /**
     * What one step saw.
     *
     * @param loss mean over the batch, before the step
     * @param scores probabilities before the step: (clips, labels)
     * @param gradients mean absolute gradient of each parameter, where it was asked for; else empty
     */
    public record Step(double loss, float[][] scores, SequencedMap<String, Double> gradients) {}

    /**
     * Learns from one batch.
     *
     * @param learningRate of this step
     * @param dropout what is dropped
     * @param gradientsWanted whether the gradients are measured
     */
    public Step step(LabelledBatch batch, double learningRate, Dropout dropout, boolean gradientsWanted) {
        try (Pass pass = Pass.training(parameters, dropout, branches)) {
            NDArray targets = pass.manager().create(batch.targets());
            NDArray logits = classifier.logits(pass, batch.batch());
            NDArray loss = loss(pass.manager(), logits, targets).mean();
            pass.backward(loss);
            double value = loss.getFloat();
            SequencedMap<String, Double> gradients =
                    gradientsWanted ? optimizer.gradients(pass) : new LinkedHashMap<>();
            if (Double.isFinite(value)) {
                optimizer.step(pass, learningRate, objective.greatestNorm());
            }
            return new Step(
                    value, Predictor.probabilities(logits.toFloatArray(), batch.targets()[0].length), gradients);
        }
    }

    private NDArray loss(NDManager step, NDArray logits, NDArray targets) {
        return objective
                .positiveWeights()
                .map(weights -> BinaryCrossEntropy.each(logits, targets, step.create(weights)))
                .orElseGet(() -> BinaryCrossEntropy.each(logits, targets));
    }

    Classifier classifier() {
        return classifier;
    }

    Parameters parameters() {
        return parameters;
    }

    AdamW optimizer() {
        return optimizer;
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
    }
}
