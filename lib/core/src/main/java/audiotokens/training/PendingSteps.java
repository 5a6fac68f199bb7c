package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import audiotokens.model.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/** Holds the losses and logits of steps on the device until they are read together. Owns them. */
final class PendingSteps implements AutoCloseable {
    private final NDManager manager;
    private final List<Unread> steps = new ArrayList<>();

    private record Unread(NDArray loss, NDArray logits, SequencedMap<String, Double> gradients) {}

    /** Takes ownership of {@code manager}. */
    PendingSteps(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Keeps a step's results, detached from its graph.
     *
     * @param loss scalar
     * @param logits float32 (clips, labels)
     */
    void add(NDArray loss, NDArray logits, SequencedMap<String, Double> gradients) {
        steps.add(new Unread(detach(loss.reshape(1)), detach(logits), gradients));
    }

    private NDArray detach(NDArray array) {
        NDArray detached = array.stopGradient();
        detached.attach(manager);
        return detached;
    }

    /** Returns the results of all steps since the last call, in order. Synchronizes with the device once. */
    List<Learner.Step> read() {
        if (steps.isEmpty()) {
            return List.of();
        }
        try (NDManager reading = manager.newSubManager()) {
            float[] losses =
                    concatenate(reading, steps.stream().map(Unread::loss).toList());
            float[] logits =
                    concatenate(reading, steps.stream().map(Unread::logits).toList());
            List<Learner.Step> read = new ArrayList<>();
            int offset = 0;
            for (int step = 0; step < losses.length; step++) {
                NDArray stepLogits = steps.get(step).logits();
                int end = offset + Math.toIntExact(stepLogits.size());
                int labels = Math.toIntExact(stepLogits.getShape().get(1));
                float[][] scores = Predictor.probabilities(Arrays.copyOfRange(logits, offset, end), labels);
                read.add(new Learner.Step(losses[step], scores, steps.get(step).gradients()));
                offset = end;
            }
            return read;
        } finally {
            steps.forEach(step -> {
                step.loss().close();
                step.logits().close();
            });
            steps.clear();
        }
    }

    private static float[] concatenate(NDManager manager, List<NDArray> arrays) {
        NDArray concatenated = NDArrays.concat(new NDList(arrays));
        concatenated.attach(manager);
        return concatenated.toFloatArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
