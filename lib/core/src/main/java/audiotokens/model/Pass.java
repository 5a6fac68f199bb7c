package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One way through a model, and back where it trains: owns everything that is computed on it.
 *
 * <p>Where parts of it run at the same time, each part is a graph of its own. {@link #backward} then goes from the loss
 * to the parts' results, through the parts at the same time again, and on from their inputs.
 */
public final class Pass implements AutoCloseable {
    private final NDManager manager;
    private final Parameters parameters;
    private final Dropout dropout;
    private final Optional<Branches> branches;
    private final boolean training;
    /**
     * Where the pass trains, the trained parameters as the beginnings of its graph, over the parameters' own memory. A
     * beginning has no gradient yet: the engine hands it the one it computes, where it would add it to an older one.
     */
    private final Map<String, NDArray> leaves = new LinkedHashMap<>();

    private final List<Fork> forks = new ArrayList<>();

    /** Parts that ran at the same time: what they were given, what they made, and both again as the graph's ends. */
    private record Fork(
            List<NDArray> inputs, boolean computed, List<NDArray> starts, List<NDArray> ends, List<NDArray> outputs) {}

    private Pass(Parameters parameters, Dropout dropout, Optional<Branches> branches, boolean training) {
        this.manager = parameters.newStep();
        this.parameters = parameters;
        this.dropout = dropout;
        this.branches = branches;
        this.training = training;
        JniUtils.setGradMode(training);
        if (training) {
            parameters.trained().forEach((name, parameter) -> leaves.put(name, leaf(parameter)));
        }
    }

    /** A pass that is followed by {@link #backward}; without {@code branches} all runs on the calling thread. */
    public static Pass training(Parameters parameters, Dropout dropout, Optional<Branches> branches) {
        return new Pass(parameters, dropout, branches, true);
    }

    /** A pass without dropout and gradients. */
    public static Pass predicting(Parameters parameters, Optional<Branches> branches) {
        return new Pass(parameters, Dropout.none(), branches, false);
    }

    /** The owner of everything computed. */
    public NDManager manager() {
        return manager;
    }

    Layers layers() {
        return new Layers(this);
    }

    /** The parameter of this name, from which gradients go on where the pass trains. */
    public NDArray parameter(String name) {
        NDArray leaf = leaves.get(name);
        return leaf == null ? parameters.get(name) : leaf;
    }

    /** The gradient of a trained parameter, after {@link #backward}; 0 where the loss does not depend on it. */
    public NDArray gradient(String name) {
        NDArray leaf = leaves.get(name);
        if (leaf == null) {
            throw new IllegalArgumentException("no parameter " + name + " is trained in this pass");
        }
        return leaf.getGradient();
    }

    /** Threads for {@link #run}; 1 where all runs on the calling thread. */
    public int threads() {
        return branches.map(Branches::count).orElse(1);
    }

    /** Runs all parts, at the same time where there are threads for it, and waits for them. */
    public void run(List<Runnable> parts) {
        branches.ifPresentOrElse(threads -> threads.run(parts), () -> parts.forEach(Runnable::run));
    }

    NDArray dropout(NDArray values, double rate) {
        return dropout.apply(manager, values, rate);
    }

    /**
     * Applies each of {@code parts} to the input of its place, at the same time where there are threads for it.
     *
     * @param computed whether the inputs follow from parameters, so that gradients go on from them
     * @param parts each of parameters of its own, or of some that it shares with at most one other
     */
    List<NDArray> fork(List<NDArray> inputs, boolean computed, List<UnaryOperator<NDArray>> parts) {
        List<NDArray> ends = new ArrayList<>(inputs);
        if (branches.isEmpty()) {
            for (int i = 0; i < ends.size(); i++) {
                ends.set(i, parts.get(i).apply(inputs.get(i)));
            }
            return ends;
        }
        List<NDArray> starts =
                training && computed ? inputs.stream().map(Pass::leaf).toList() : inputs;
        List<Runnable> runs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int place = i;
            runs.add(() -> {
                JniUtils.setGradMode(training);
                ends.set(place, parts.get(place).apply(starts.get(place)));
            });
        }
        branches.get().run(runs);
        if (!training) {
            return ends;
        }
        List<NDArray> outputs = ends.stream().map(Pass::leaf).toList();
        forks.add(new Fork(inputs, computed, starts, List.copyOf(ends), outputs));
        return outputs;
    }

    /** The same values as the beginning of another graph. */
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
            for (int i = 0; i < fork.ends().size(); i++) {
                NDArray end = fork.ends().get(i);
                NDArray gradient = fork.outputs().get(i).getGradient();
                runs.add(() -> backward(end, gradient));
            }
            branches.orElseThrow().run(runs);
            for (int i = 0; fork.computed() && i < fork.inputs().size(); i++) {
                backward(fork.inputs().get(i), fork.starts().get(i).getGradient());
            }
        }
    }

    private static void backward(NDArray end, NDArray gradient) {
        JniUtils.backward((PtNDArray) end, (PtNDArray) gradient, false, false);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(false);
        manager.close();
    }
}
