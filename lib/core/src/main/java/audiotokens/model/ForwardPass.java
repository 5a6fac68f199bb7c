package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A forward pass of a model, with its backward pass during training: the scope in which {@link Model#logits} computes.
 *
 * <p>Owns every array created in it: by {@link #manager()}, by {@link #layers()}, and by operations on those. Closing
 * the pass frees them. The parameters belong to {@link Parameters} and outlive the pass.
 *
 * <p>In a training pass, the engine keeps the arrays that the backward pass reads. DJL's scalar operators are an
 * exception: {@code array.div(2f)} and {@code array.mul(2f)} create an array for the number and free it immediately,
 * although the backward pass still reads it. Use {@link #scalar} instead wherever gradients flow.
 *
 * <p>Parts of a model that run concurrently ({@link #fork}) each have their own autograd graph. {@link #backward} goes
 * from the loss to the outputs of the parts, through the parts concurrently, and on from their inputs.
 */
public final class ForwardPass implements AutoCloseable {
    private final NDManager manager;
    private final Parameters parameters;
    private final Dropout dropout;
    private final Optional<WorkerPool> workers;
    private final boolean training;
    private final Precision precision;
    /** Whether TF32 was enabled before the pass. */
    private final boolean tf32Before;

    /** A float32 zero, if the precision is bfloat16. */
    private final Optional<NDArray> float32Zero;

    /**
     * In a training pass, the trained parameters as views of the graph's leaves, which share the parameters' memory. A
     * new leaf's gradient is null, so the backward pass sets it instead of adding to an older one.
     */
    private final Map<String, NDArray> trained = new LinkedHashMap<>();

    /** The leaves of the graph, one per parameter block. */
    private final IdentityHashMap<ParameterBlock, NDArray> leaves = new IdentityHashMap<>();

    private final List<Fork> forks = new ArrayList<>();

    /**
     * Parts that ran concurrently.
     *
     * @param inputs the inputs, in the graph before the parts
     * @param propagatesToInputs whether gradients continue from the inputs
     * @param leaves the inputs as leaves of the parts' graphs
     * @param results outputs in the parts' graphs
     * @param outputs the results as leaves of the graph after the parts
     */
    private record Fork(
            List<NDArray> inputs,
            boolean propagatesToInputs,
            List<NDArray> leaves,
            List<NDArray> results,
            List<NDArray> outputs) {}

    private ForwardPass(
            Parameters parameters,
            Dropout dropout,
            Optional<WorkerPool> workers,
            Precision precision,
            boolean training) {
        this.tf32Before = precision == Precision.TF32 && LibtorchSettings.get().isTf32Enabled();
        this.precision = precision;
        this.manager = parameters.newStepManager();
        this.float32Zero = precision == Precision.BF16 ? Optional.of(manager.zeros(new Shape(1))) : Optional.empty();
        this.parameters = parameters;
        this.dropout = dropout;
        this.workers = workers;
        this.training = training;
        JniUtils.setGradMode(training);
        if (training) {
            dropout.startPass();
            for (ParameterBlock block : parameters.blocks()) {
                NDArray leaf = leaf(block.values());
                leaves.put(block, leaf);
                trained.putAll(block.views(leaf));
            }
        }
        if (precision == Precision.TF32) {
            // must be last, since a pass whose constructor throws is never closed
            LibtorchSettings.get().enableTf32(true);
        }
    }

    /** Creates a training pass. Without {@code workers}, everything runs on the calling thread. */
    public static ForwardPass training(Parameters parameters, Dropout dropout, Optional<WorkerPool> workers) {
        return training(parameters, dropout, workers, Precision.FLOAT32);
    }

    /**
     * Creates a training pass with the given precision. Only one pass may have a precision other than float32 at a
     * time, since TF32 is a global setting of the engine.
     *
     * @throws audiotokens.AudioTokensException if the engine does not support the precision
     */
    public static ForwardPass training(
            Parameters parameters, Dropout dropout, Optional<WorkerPool> workers, Precision precision) {
        return new ForwardPass(parameters, dropout, workers, precision, true);
    }

    /** Creates an inference pass, without dropout or gradients. */
    public static ForwardPass inference(Parameters parameters, Optional<WorkerPool> workers) {
        return new ForwardPass(parameters, Dropout.none(), workers, Precision.FLOAT32, false);
    }

    /** Returns the manager that creates arrays on the parameters' device; they live until the pass is closed. */
    public NDManager manager() {
        return manager;
    }

    /** Returns the layers, with this pass's parameters. */
    public Layers layers() {
        return new Layers(this);
    }

    /** Returns whether this is a training pass, with dropout, batch statistics and augmentation. */
    public boolean training() {
        return training;
    }

    /**
     * Returns whether one call should compute both directions of a recurrent layer: true with the parameter layout for
     * a GPU, except in bfloat16, where cuDNN has a faster kernel for a single direction.
     */
    boolean joinsDirections() {
        return parameters.layout() == ParameterLayout.BLOCKS && precision != Precision.BF16;
    }

    /** Returns the seeded source of a training pass's random choices; empty for inference. */
    public Optional<RandomGenerator> random() {
        return dropout.random();
    }

    /**
     * Returns a scalar array that is filled on the device and lives until the pass is closed. DJL would copy a number,
     * such as the operand of {@code array.add(1)}, from the host; on a GPU, the copy waits for all queued operations.
     */
    public NDArray scalar(double value) {
        return manager.full(new Shape(), (float) value);
    }

    /**
     * Returns the parameter or buffer of this name. The backward pass computes gradients for trained parameters.
     *
     * @throws IllegalArgumentException if the model declares no such parameter
     */
    public NDArray parameter(String name) {
        NDArray parameter = trained.get(name);
        return parameter == null ? parameters.get(name) : parameter;
    }

    /** Returns the gradient of a trained parameter after {@link #backward}; 0 if the loss does not depend on it. */
    public NDArray gradient(String name) {
        for (ParameterBlock block : leaves.keySet()) {
            if (block.contains(name)) {
                return block.view(name, gradient(block));
            }
        }
        throw new IllegalArgumentException("this pass trains no parameter " + name);
    }

    /** Returns the gradient of a block of trained parameters after {@link #backward}, in the block's layout. */
    public NDArray gradient(ParameterBlock block) {
        return Objects.requireNonNull(leaves.get(block), "the block is not trained in this pass")
                .getGradient();
    }

    /** Returns the number of threads used by {@link #run}; 1 if everything runs on the calling thread. */
    public int threads() {
        return workers.map(WorkerPool::count).orElse(1);
    }

    /** Runs all parts, concurrently if there are worker threads, and waits for them. */
    public void run(List<Runnable> parts) {
        workers.ifPresentOrElse(threads -> threads.run(parts), () -> parts.forEach(Runnable::run));
    }

    /** Computes {@code product} at the pass's precision and returns it as float32. */
    NDArray computeInPrecision(Supplier<NDArray> product) {
        if (float32Zero.isEmpty()) {
            return product.get();
        }
        NDArray rounded = LibtorchSettings.get().withBfloat16(manager.getDevice(), product);
        // adding a float32 zero promotes to float32; DJL's toType would detach the graph and has no name for bfloat16
        return rounded.getDataType() == DataType.FLOAT32 ? rounded : rounded.add(float32Zero.get());
    }

    /** Applies dropout with probability {@code rate} in a training pass. */
    public NDArray dropout(NDArray values, double rate) {
        return dropout.apply(manager, values, rate);
    }

    /**
     * Applies each function to the input with the same index, concurrently if there are worker threads.
     *
     * @param inputs one input per part; pass the same array to parts that share it
     * @param propagatesToInputs whether the inputs depend on parameters and gradients must therefore continue from them
     * @param parts functions of their input and of parameters; at most two may read the same trained parameter, since
     *     the sum of three gradients would depend on thread order
     */
    public List<NDArray> fork(List<NDArray> inputs, boolean propagatesToInputs, List<UnaryOperator<NDArray>> parts) {
        List<NDArray> results = new ArrayList<>(inputs);
        if (workers.isEmpty()) {
            for (int i = 0; i < results.size(); i++) {
                results.set(i, parts.get(i).apply(inputs.get(i)));
            }
            return results;
        }
        List<NDArray> partInputs = training && propagatesToInputs
                ? inputs.stream().map(ForwardPass::leaf).toList()
                : inputs;
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int index = i;
            tasks.add(() -> {
                JniUtils.setGradMode(training);
                results.set(index, parts.get(index).apply(partInputs.get(index)));
            });
        }
        workers.get().run(tasks);
        if (!training) {
            return results;
        }
        List<NDArray> outputs = results.stream().map(ForwardPass::leaf).toList();
        forks.add(new Fork(inputs, propagatesToInputs, partInputs, List.copyOf(results), outputs));
        return outputs;
    }

    /** Returns an array with the same values that is a leaf of a new graph. */
    private static NDArray leaf(NDArray array) {
        NDArray leaf = array.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** Computes the gradients of {@code loss}, a scalar. Call once per pass. */
    public void backward(NDArray loss) {
        backward(loss, manager.ones(loss.getShape()));
        for (Fork fork : forks.reversed()) {
            List<Runnable> tasks = new ArrayList<>();
            for (int i = 0; i < fork.results().size(); i++) {
                NDArray result = fork.results().get(i);
                NDArray gradient = fork.outputs().get(i).getGradient();
                tasks.add(() -> backward(result, gradient));
            }
            workers.orElseThrow().run(tasks);
            if (fork.propagatesToInputs()) {
                backwardFromInputs(fork);
            }
        }
    }

    /** Backpropagates from each distinct input once, even if several parts read it. */
    private static void backwardFromInputs(Fork fork) {
        IdentityHashMap<NDArray, NDArray> gradients = new IdentityHashMap<>();
        for (int i = 0; i < fork.inputs().size(); i++) {
            NDArray gradient = fork.leaves().get(i).getGradient();
            gradients.merge(fork.inputs().get(i), gradient, NDArray::add);
        }
        int remaining = gradients.size();
        for (NDArray input : fork.inputs()) {
            NDArray gradient = gradients.remove(input);
            if (gradient != null) {
                remaining--;
                // inputs may share a part of the graph, which is kept until the last input
                JniUtils.backward((PtNDArray) input, (PtNDArray) gradient, remaining > 0, false);
            }
        }
    }

    private static void backward(NDArray result, NDArray gradient) {
        JniUtils.backward((PtNDArray) result, (PtNDArray) gradient, false, false);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(false);
        if (precision == Precision.TF32) {
            LibtorchSettings.get().enableTf32(tf32Before);
        }
        manager.close();
    }
}
