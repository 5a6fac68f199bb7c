package audiotokens.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.ForwardPass;
import audiotokens.model.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), step for step as {@code torch.optim.AdamW}.
 *
 * <p>Owns both moments of each trained parameter.
 */
public final class AdamW implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDManager manager;
    private final double weightDecay;
    private final SequencedMap<String, Slot> slots = new LinkedHashMap<>();
    private long steps;

    private record Slot(NDArray parameter, NDArray mean, NDArray variance) {}

    /** An optimizer of all trained parameters, before its first step. */
    public AdamW(Parameters parameters, double weightDecay) {
        this(parameters, weightDecay, Map.of(), 0);
    }

    /** An optimizer that goes on from {@link #moments()} after {@code steps} steps. */
    public AdamW(Parameters parameters, double weightDecay, Map<String, Tensor> moments, long steps) {
        this.manager = parameters.newCompanion();
        this.weightDecay = weightDecay;
        this.steps = steps;
        parameters.trained().forEach((name, parameter) -> {
            NDArray mean = moment(moments.get("exp_avg." + name), parameter);
            NDArray variance = moment(moments.get("exp_avg_sq." + name), parameter);
            slots.put(name, new Slot(parameter, mean, variance));
        });
    }

    private NDArray moment(Tensor saved, NDArray parameter) {
        return saved == null
                ? manager.zeros(parameter.getShape())
                : manager.create(saved.values(), parameter.getShape());
    }

    /**
     * Moves each parameter against its gradient.
     *
     * @param pass has the gradients, and threads for this
     * @param learningRate of this step
     * @param maxNorm gradients are scaled down together where their L2 norm is larger (Pascanu et al., 2013)
     */
    public void step(ForwardPass pass, double learningRate, double maxNorm) {
        double scale = Double.isFinite(maxNorm) ? Math.min(1, maxNorm / (gradientNorm(pass) + 1e-6)) : 1;
        steps++;
        AdamWUpdate update = new AdamWUpdate(learningRate, weightDecay, scale, BETA1, BETA2, EPSILON, steps);
        List<Runnable> parts = new ArrayList<>();
        slots.forEach((name, slot) -> {
            NDArray gradient = pass.gradient(name);
            if (!slot.parameter().getDevice().equals(Device.cpu())) {
                update.onDevice(slot.parameter(), gradient, slot.mean(), slot.variance());
            } else {
                parts.addAll(update.parts(slot.parameter(), gradient, slot.mean(), slot.variance(), pass.threads()));
            }
        });
        pass.run(parts);
    }

    /** Mean absolute gradient of each parameter, by name. */
    SequencedMap<String, Double> gradients(ForwardPass pass) {
        SequencedMap<String, Double> gradients = new LinkedHashMap<>();
        for (String name : slots.keySet()) {
            try (NDArray absolute = pass.gradient(name).abs();
                    NDArray mean = absolute.mean()) {
                gradients.put(name, (double) mean.getFloat());
            }
        }
        return gradients;
    }

    private double gradientNorm(ForwardPass pass) {
        double squares = 0;
        for (String name : slots.keySet()) {
            try (NDArray each = pass.gradient(name).square();
                    NDArray sum = each.sum()) {
                squares += sum.getFloat();
            }
        }
        return Math.sqrt(squares);
    }

    /** Number of steps so far. */
    public long steps() {
        return steps;
    }

    /** A copy of both moments by parameter name, under torch's names {@code exp_avg} and {@code exp_avg_sq}. */
    public SequencedMap<String, Tensor> moments() {
        SequencedMap<String, Tensor> moments = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            long[] shape = slot.mean().getShape().getShape();
            moments.put("exp_avg." + name, new Tensor(shape, slot.mean().toFloatArray()));
            moments.put("exp_avg_sq." + name, new Tensor(shape, slot.variance().toFloatArray()));
        });
        return moments;
    }

    @Override
    public void close() {
        manager.close();
    }
}
