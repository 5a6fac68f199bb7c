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
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One forward pass of a model, with the backward pass where it trains: the scope that {@link Model#logits} computes in.
 *
 * <p>It owns all arrays that are computed in it: what {@link #manager()} creates, what {@link #layers()} returns, and what
 * follows from them. They are freed when the pass is closed. The parameters belong to {@link Parameters} and outlive it.
 *
 * <p>While a pass trains, the engine keeps what the backward pass reads. Numbers are the exception: DJL frees the operand
 * of {@code array.div(2f)} or {@code array.mul(2f)} at once, while the backward pass still reads it. Give {@link #scalar}
 * in its place wherever a gradient flows through the array.
 *
 * <p>Where parts of a model run at the same time ({@link #fork}), each part is a graph of its own. {@link #backward} then
 * goes from the loss to the parts' outputs, through the parts at the same time again, and on from their inputs.
 */
public final class ForwardPass implements AutoCloseable {
    private final NDManager manager;
    private final Parameters parameters;
    private final Dropout dropout;
    private final Optional<WorkerPool> workers;
    private final boolean training;
    private final Precision precision;
    /** Whether matrix products might use TF32 before the pass. */
    private final boolean tf32Before;

    /** Where the precision is bfloat16, a 0 of float32. */
    private final Optional<NDArray> zero;

    /**
     * Where the pass trains, the trained parameters as parts of the leaves of its graph, over the parameters' own memory.
     * A new leaf's gradient is null, so the engine sets it and adds nothing to an older one.
     */
    private final Map<String, NDArray> trained = new LinkedHashMap<>();

    /** The leaves of the graph: one for each block of parameters. */
    private final IdentityHashMap<ParameterBlock, NDArray> leaves = new IdentityHashMap<>();

    private final List<Fork> forks = new ArrayList<>();

    /**
     * Parts that ran at the same time.
     *
     * @param inputs in the graph before them
     * @param computed whether gradients go on from the inputs
     * @param leaves the inputs as leaves of the parts' graphs
     * @param results of the parts' graphs
     * @param outputs the results as leaves of the graph after them
     */
    private record Fork(
            List<NDArray> inputs,
            boolean computed,
            List<NDArray> leaves,
            List<NDArray> results,
            List<NDArray> outputs) {}

    private ForwardPass(
            Parameters parameters,
            Dropout dropout,
            Optional<WorkerPool> workers,
            Precision precision,
            boolean training) {
        this.tf32Before = precision == Precision.TF32 && LibtorchSettings.get().allowsTf32();
        this.precision = precision;
        this.manager = parameters.newStep();
        this.zero = precision == Precision.BF16 ? Optional.of(manager.zeros(new Shape(1))) : Optional.empty();
        this.parameters = parameters;
        this.dropout = dropout;
        this.workers = workers;
        this.training = training;
        JniUtils.setGradMode(training);
        if (training) {
            dropout.begin();
            for (ParameterBlock block : parameters.blocks()) {
                NDArray leaf = leaf(block.values());
                leaves.put(block, leaf);
                trained.putAll(block.parts(leaf));
            }
        }
        if (precision == Precision.TF32) {
            LibtorchSettings.get().allowTf32(true); // last: nobody closes a pass whose constructor throws
        }
    }

    /** A pass that is followed by {@link #backward}; without {@code workers} all runs on the calling thread. */
    public static ForwardPass training(Parameters parameters, Dropout dropout, Optional<WorkerPool> workers) {
        return training(parameters, dropout, workers, Precision.FLOAT32);
    }

    /**
     * As {@link #training(Parameters, Dropout, Optional)}, in another precision. One such pass at a time: TF32 is a
     * setting of the whole engine.
     *
     * @throws audiotokens.AudioTokensException where the engine cannot compute in it
     */
    public static ForwardPass training(
            Parameters parameters, Dropout dropout, Optional<WorkerPool> workers, Precision precision) {
        return new ForwardPass(parameters, dropout, workers, precision, true);
    }

    /** A pass without dropout and gradients. */
    public static ForwardPass predicting(Parameters parameters, Optional<WorkerPool> workers) {
        return new ForwardPass(parameters, Dropout.none(), workers, Precision.FLOAT32, false);
    }

    /** Creates arrays that live as long as the pass, on the device of the parameters. */
    public NDManager manager() {
        return manager;
    }

    /** The layers, over this pass's parameters. */
    public Layers layers() {
        return new Layers(this);
    }

    /** Whether a backward pass follows, so that dropout, batch statistics and augmentation take part. */
    public boolean training() {
        return training;
    }

    /** Where a training pass draws its random choices from, so that they follow from the seed; empty where it predicts. */
    public Optional<RandomGenerator> random() {
        return dropout.random();
    }

    /** A number as an array that lives as long as the pass. */
    public NDArray scalar(double value) {
        return manager.create((float) value);
    }

    /**
     * The parameter or buffer of this name; a trained one gets its gradient from the backward pass.
     *
     * @throws IllegalArgumentException where the model declares none of this name
     */
    public NDArray parameter(String name) {
        NDArray parameter = trained.get(name);
        return parameter == null ? parameters.get(name) : parameter;
    }

    /** The gradient of a trained parameter, after {@link #backward}; 0 where the loss does not depend on it. */
    public NDArray gradient(String name) {
        for (ParameterBlock block : leaves.keySet()) {
            if (block.has(name)) {
                return block.part(name, gradient(block));
            }
        }
        throw new IllegalArgumentException("no parameter " + name + " is trained in this pass");
    }

    /** The gradient of a block of trained parameters, laid out as they are, after {@link #backward}. */
    public NDArray gradient(ParameterBlock block) {
        return leaves.get(block).getGradient();
    }

    /** Number of threads of {@link #run}; 1 where all runs on the calling thread. */
    public int threads() {
        return workers.map(WorkerPool::count).orElse(1);
    }

    /** Runs all parts, at the same time where there are threads for it, and waits for them. */
    public void run(List<Runnable> parts) {
        workers.ifPresentOrElse(threads -> threads.run(parts), () -> parts.forEach(Runnable::run));
    }

    /** What {@code product} computes, in the precision of the pass, as float32. */
    NDArray inPrecision(Supplier<NDArray> product) {
        if (zero.isEmpty()) {
            return product.get();
        }
        NDArray rounded = LibtorchSettings.get().withBfloat16(manager.getDevice(), product);
        // A sum is of the wider type. DJL's toType would cut off the gradient, and it has no name for bfloat16.
        return rounded.getDataType() == DataType.FLOAT32 ? rounded : rounded.add(zero.get());
    }

    /** Drops a share of {@code rate} of the values, and scales the rest up, while the model trains. */
    public NDArray dropout(NDArray values, double rate) {
        return dropout.apply(manager, values, rate);
    }

    /**
     * Applies each of {@code parts} to the input of its place, at the same time where there are threads for it.
     *
     * @param inputs one a part; where parts read the same array, give that array to each
     * @param computed whether the inputs follow from parameters, so that gradients go on from them
     * @param parts functions of their input and of parameters; at most two may read the same trained parameter, since the
     *     sum of three gradients would depend on the order of the threads
     */
    public List<NDArray> fork(List<NDArray> inputs, boolean computed, List<UnaryOperator<NDArray>> parts) {
        List<NDArray> results = new ArrayList<>(inputs);
        if (workers.isEmpty()) {
            for (int i = 0; i < results.size(); i++) {
                results.set(i, parts.get(i).apply(inputs.get(i)));
            }
            return results;
        }
        List<NDArray> starts =
                training && computed ? inputs.stream().map(ForwardPass::leaf).toList() : inputs;
        List<Runnable> runs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int place = i;
            runs.add(() -> {
                JniUtils.setGradMode(training);
                results.set(place, parts.get(place).apply(starts.get(place)));
            });
        }
        workers.get().run(runs);
        if (!training) {
            return results;
        }
        List<NDArray> outputs = results.stream().map(ForwardPass::leaf).toList();
        forks.add(new Fork(inputs, computed, starts, List.copyOf(results), outputs));
        return outputs;
    }

    /** The same values as a leaf of another graph. */
    private static NDArray leaf(NDArray array) {
        NDArray leaf = array.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** Computes the gradients of {@code loss}, a single number; once in a pass. */
    public void backward(NDArray loss) {
        backward(loss, manager.ones(loss.getShape()));
        for (Fork fork : forks.reversed()) {
            List<Runnable> runs = new ArrayList<>();
            for (int i = 0; i < fork.results().size(); i++) {
                NDArray result = fork.results().get(i);
                NDArray gradient = fork.outputs().get(i).getGradient();
                runs.add(() -> backward(result, gradient));
            }
            workers.orElseThrow().run(runs);
            if (fork.computed()) {
                backwardFromInputs(fork);
            }
        }
    }

    /** Each input once, though several parts may have read it. */
    private static void backwardFromInputs(Fork fork) {
        IdentityHashMap<NDArray, NDArray> gradients = new IdentityHashMap<>();
        for (int i = 0; i < fork.inputs().size(); i++) {
            NDArray gradient = fork.leaves().get(i).getGradient();
            gradients.merge(fork.inputs().get(i), gradient, NDArray::add);
        }
        int left = gradients.size();
        for (NDArray input : fork.inputs()) {
            NDArray gradient = gradients.remove(input);
            if (gradient != null) {
                left--;
                // What the inputs have in common is needed again until the last of them.
                JniUtils.backward((PtNDArray) input, (PtNDArray) gradient, left > 0, false);
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
            LibtorchSettings.get().allowTf32(tf32Before);
        }
        manager.close();
    }
}
