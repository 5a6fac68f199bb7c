package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/** Keeps the losses and logits of several steps on the device until all are read together. Owns these arrays. */
final class PendingSteps implements AutoCloseable {
    private final NDManager manager;
    private final List<PendingStep> steps = new ArrayList<>();

    private record PendingStep(NDArray loss, NDArray logits, SequencedMap<String, Double> gradients) {}

    /** Takes ownership of {@code manager}. */
    PendingSteps(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Keeps a step's results, detached from the step's autograd graph.
     *
     * @param loss scalar
     * @param logits float32 (clips, labels)
     */
    void add(NDArray loss, NDArray logits, SequencedMap<String, Double> gradients) {
        steps.add(new PendingStep(detach(loss.reshape(1)), detach(logits), gradients));
    }

    private NDArray detach(NDArray array) {
        NDArray detached = array.stopGradient();
        detached.attach(manager);
        return detached;
    }

    /** Returns the results of all steps added since the last read, in order. Synchronizes with the device once. */
    List<Learner.Step> read() {
        if (steps.isEmpty()) {
            return List.of();
        }
        try (NDManager temporary = manager.newSubManager()) {
            float[] losses = concatenate(
                            temporary, steps.stream().map(PendingStep::loss).toList())
                    .toFloatArray();
            NDArray logits = concatenate(
                    temporary, steps.stream().map(PendingStep::logits).toList());
            float[] scores = Activation.sigmoid(logits).toFloatArray();
            List<Learner.Step> results = new ArrayList<>();
            int offset = 0;
            for (int step = 0; step < losses.length; step++) {
                Shape shape = steps.get(step).logits().getShape();
                float[][] stepScores = new float[Math.toIntExact(shape.get(0))][];
                for (int clip = 0; clip < stepScores.length; clip++) {
                    int end = offset + Math.toIntExact(shape.get(1));
                    stepScores[clip] = Arrays.copyOfRange(scores, offset, end);
                    offset = end;
                }
                results.add(new Learner.Step(
                        losses[step], stepScores, steps.get(step).gradients()));
            }
            return results;
        } finally {
            steps.forEach(step -> {
                step.loss().close();
                step.logits().close();
            });
            steps.clear();
        }
    }

    private static NDArray concatenate(NDManager manager, List<NDArray> arrays) {
        NDArray concatenated = NDArrays.concat(new NDList(arrays));
        concatenated.attach(manager);
        return concatenated;
    }

    @Override
    public void close() {
        manager.close();
    }
}
