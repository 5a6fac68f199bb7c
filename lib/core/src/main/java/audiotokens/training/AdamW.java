package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.ForwardPass;
import audiotokens.model.ParameterBlock;
import audiotokens.model.ParameterLayout;
import audiotokens.model.ParameterSpec;
import audiotokens.model.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019); the same updates as {@code torch.optim.AdamW}.
 *
 * <p>Owns the first and second moments of each trained parameter.
 */
public final class AdamW implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDManager manager;
    private final double weightDecay;
    /** Whether the engine updates the parameters on their device; otherwise CPU threads do. */
    private final boolean updatesOnDevice;

    private final List<Slot> slots = new ArrayList<>();
    private long steps;

    private record Slot(ParameterBlock block, NDArray firstMoment, NDArray secondMoment) {}

    /** An optimizer of all trained parameters, with zero moments. */
    public AdamW(Parameters parameters, double weightDecay) {
        this(parameters, weightDecay, Map.of(), 0);
    }

    /** An optimizer that continues from the saved {@link #moments()} and {@link #steps()} of an earlier one. */
    public AdamW(Parameters parameters, double weightDecay, Map<String, Tensor> moments, long steps) {
        this.manager = parameters.newCompanionManager();
        this.weightDecay = weightDecay;
        this.updatesOnDevice = parameters.layout() == ParameterLayout.BLOCKS
                || parameters.device().isGpu();
        this.steps = steps;
        for (ParameterBlock block : parameters.blocks()) {
            slots.add(new Slot(block, moment("exp_avg.", block, moments), moment("exp_avg_sq.", block, moments)));
        }
    }

    private NDArray moment(String prefix, ParameterBlock block, Map<String, Tensor> saved) {
        if (saved.isEmpty()) {
            return manager.zeros(block.values().getShape());
        }
        Map<String, float[]> values = new HashMap<>();
        for (ParameterSpec spec : block.specs()) {
            Tensor savedMoment = saved.get(prefix + spec.name());
            values.put(
                    spec.name(),
                    savedMoment == null ? new float[Math.toIntExact(spec.shape().size())] : savedMoment.values());
        }
        return block.arrayLike(manager, name -> Objects.requireNonNull(values.get(name)));
    }

    /**
     * Updates each parameter by its gradient.
     *
     * @param pass holds the gradients and provides threads
     * @param learningRate learning rate of this step
     * @param maxNorm maximum L2 norm of all gradients together; larger gradients are scaled down (Pascanu et al., 2013)
     */
    public void step(ForwardPass pass, double learningRate, double maxNorm) {
        boolean isClipping = Double.isFinite(maxNorm);
        steps++;
        if (updatesOnDevice) {
            if (isClipping) {
                clip(pass, maxNorm);
            }
            FusedAdamW.OptimizerTensors tensors = new FusedAdamW.OptimizerTensors(
                    slots.stream().map(slot -> slot.block().values()).toList(),
                    slots.stream().map(slot -> pass.gradient(slot.block())).toList(),
                    slots.stream().map(Slot::firstMoment).toList(),
                    slots.stream().map(Slot::secondMoment).toList());
            FusedAdamW.update(tensors, pass.scalar((double) steps), learningRate, BETA1, BETA2, weightDecay, EPSILON);
            return;
        }
        double scale = isClipping ? Math.min(1, maxNorm / (gradientNorm(pass) + 1e-6)) : 1;
        AdamWUpdate update = new AdamWUpdate(learningRate, weightDecay, scale, BETA1, BETA2, EPSILON, steps);
        List<Runnable> parts = new ArrayList<>();
        for (Slot slot : slots) {
            NDArray gradient = pass.gradient(slot.block());
            parts.addAll(update.parts(
                    slot.block().values(), gradient, slot.firstMoment(), slot.secondMoment(), pass.threads()));
        }
        pass.run(parts);
    }

    /** Clips the gradients on the device, without waiting for their norm. */
    private void clip(ForwardPass pass, double maxNorm) {
        List<NDArray> gradients =
                slots.stream().map(slot -> pass.gradient(slot.block())).toList();
        NDArray squaredNorm = gradients.stream()
                .map(gradient -> gradient.square().sum())
                .reduce(NDArray::add)
                .orElseThrow();
        NDArray scale = pass.scalar(maxNorm)
                .div(squaredNorm.sqrt().add(pass.scalar(1e-6)))
                .clip(0, 1);
        gradients.forEach(gradient -> gradient.muli(scale));
    }

    /** Returns the mean absolute gradient of each parameter, by name. */
    SequencedMap<String, Double> meanAbsoluteGradients(ForwardPass pass) {
        SequencedMap<String, Double> gradients = new LinkedHashMap<>();
        for (Slot slot : slots) {
            NDArray gradient = pass.gradient(slot.block());
            slot.block().views(gradient).forEach((name, part) -> {
                try (NDArray absolute = part.abs();
                        NDArray mean = absolute.mean()) {
                    gradients.put(name, (double) mean.getFloat());
                }
            });
        }
        return gradients;
    }

    private double gradientNorm(ForwardPass pass) {
        double squaredNorm = 0;
        for (Slot slot : slots) {
            try (NDArray squared = pass.gradient(slot.block()).square();
                    NDArray sum = squared.sum()) {
                squaredNorm += sum.getFloat();
            }
        }
        return Math.sqrt(squaredNorm);
    }

    /** Returns the number of steps taken. */
    public long steps() {
        return steps;
    }

    /** Copies both moments by parameter name, prefixed with PyTorch's names {@code exp_avg} and {@code exp_avg_sq}. */
    public SequencedMap<String, Tensor> moments() {
        SequencedMap<String, Tensor> moments = new LinkedHashMap<>();
        for (Slot slot : slots) {
            Map<String, Tensor> secondMoments = slot.block().tensors(slot.secondMoment());
            slot.block().tensors(slot.firstMoment()).forEach((name, firstMoment) -> {
                moments.put("exp_avg." + name, firstMoment);
                moments.put("exp_avg_sq." + name, secondMoments.get(name));
            });
        }
        return moments;
    }

    @Override
    public void close() {
        manager.close();
    }
}
