package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import audiotokens.evaluation.Predictor;
import audiotokens.model.BinaryCrossEntropy;
import audiotokens.model.Classifier;
import audiotokens.model.Dropout;
import audiotokens.model.LabelledBatch;
import audiotokens.model.Parameters;

/** A model that learns a batch at a time: owns its parameters and its optimiser. */
final class Learner implements AutoCloseable {
    private final Classifier classifier;
    private final Parameters parameters;
    private final AdamW optimizer;

    /** Takes over {@code parameters} and {@code optimizer} and closes them. */
    Learner(Classifier classifier, Parameters parameters, AdamW optimizer) {
        this.classifier = classifier;
        this.parameters = parameters;
        this.optimizer = optimizer;
    }

    /**
     * What one step saw.
     *
     * @param loss mean over the batch, before the step
     * @param scores probabilities before the step: (clips, labels)
     */
    record Step(double loss, float[][] scores) {}

    Step step(LabelledBatch batch, double learningRate, Dropout dropout) {
        try (NDManager step = parameters.newStep()) {
            NDArray targets = step.create(batch.targets());
            NDArray logits;
            NDArray loss;
            try (GradientCollector gradients = step.getEngine().newGradientCollector()) {
                logits = classifier.logits(step, parameters, batch.batch(), dropout);
                loss = BinaryCrossEntropy.each(logits, targets).mean();
                gradients.backward(loss);
            }
            double value = loss.getFloat();
            if (Double.isFinite(value)) {
                optimizer.step(learningRate);
            }
            return new Step(value, Predictor.probabilities(logits.toFloatArray(), batch.targets()[0].length));
        }
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
