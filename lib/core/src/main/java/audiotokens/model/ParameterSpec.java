package audiotokens.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares a parameter of a model, or a buffer: values that are saved with the model but have no gradient, such as the
 * running statistics of batch normalization.
 *
 * <p>The static methods declare the parameters of the layers in {@link Layers}, named and initialized as in PyTorch.
 *
 * @param name name in PyTorch's state_dict
 * @param shape shape of the values
 * @param initializer initialization of the values
 * @param trained whether training updates the values; false for buffers and unused parameters
 */
public record ParameterSpec(String name, Shape shape, Initializer initializer, boolean trained) {

    /** A trained parameter. */
    public ParameterSpec(String name, Shape shape, Initializer initializer) {
        this(name, shape, initializer, true);
    }

    /** Returns the same parameter with a different initializer. */
    public ParameterSpec withInitializer(Initializer other) {
        return new ParameterSpec(name, shape, other, trained);
    }

    /** Returns the same parameter, excluded from training. */
    public ParameterSpec frozen() {
        return new ParameterSpec(name, shape, initializer, false);
    }

    /** Concatenates the parameters of several layers. */
    @SafeVarargs
    public static List<ParameterSpec> all(List<ParameterSpec>... layers) {
        List<ParameterSpec> all = new ArrayList<>();
        for (List<ParameterSpec> layer : layers) {
            all.addAll(layer);
        }
        return List.copyOf(all);
    }

    /** Declares {@code nn.Embedding}: weight (count, features). */
    public static List<ParameterSpec> embedding(String name, int count, int features) {
        return List.of(new ParameterSpec(name + ".weight", new Shape(count, features), new Initializer.Normal(1)));
    }

    /** Declares {@code nn.Linear}: weight (outputs, inputs) and bias. */
    public static List<ParameterSpec> linear(String name, int inputs, int outputs) {
        return weightAndBias(name, new Shape(outputs, inputs), inputs);
    }

    /** Declares {@code nn.LayerNorm} on a last axis of size {@code features}. */
    public static List<ParameterSpec> layerNorm(String name, int features) {
        return List.of(
                new ParameterSpec(name + ".weight", new Shape(features), new Initializer.Constant(1)),
                new ParameterSpec(name + ".bias", new Shape(features), new Initializer.Constant(0)));
    }

    /**
     * Declares {@code nn.BatchNorm1d} of {@code channels}: weight and bias, with the running mean and variance as
     * buffers.
     */
    public static List<ParameterSpec> batchNorm(String name, int channels) {
        Shape shape = new Shape(channels);
        return all(
                layerNorm(name, channels),
                List.of(
                        new ParameterSpec(name + ".running_mean", shape, new Initializer.Constant(0), false),
                        new ParameterSpec(name + ".running_var", shape, new Initializer.Constant(1), false)));
    }

    /**
     * Declares {@code nn.Conv1d}: weight (outputs, inputs / groups, kernel) and bias.
     *
     * @param groups {@code inputs} for a depthwise convolution, 1 for a regular one
     */
    public static List<ParameterSpec> conv1d(String name, int inputs, int outputs, int kernel, int groups) {
        int fanIn = inputs / groups * kernel;
        return weightAndBias(name, new Shape(outputs, inputs / groups, kernel), fanIn);
    }

    /** Declares {@code nn.Conv2d} with a square kernel: weight (outputs, inputs, kernel, kernel) and bias. */
    public static List<ParameterSpec> conv2d(String name, int inputs, int outputs, int kernel) {
        return weightAndBias(name, new Shape(outputs, inputs, kernel, kernel), inputs * kernel * kernel);
    }

    /**
     * Declares one direction of one layer of {@code nn.LSTM}; {@code layer} is {@code l0}, {@code l0_reverse},
     * {@code l1}, ...
     */
    public static List<ParameterSpec> lstm(String name, String layer, int inputs, int hidden) {
        return recurrent(name, layer, 4, inputs, hidden);
    }

    /**
     * Declares one direction of one layer of {@code nn.GRU}; {@code layer} is {@code l0}, {@code l0_reverse},
     * {@code l1}, ...
     */
    public static List<ParameterSpec> gru(String name, String layer, int inputs, int hidden) {
        return recurrent(name, layer, 3, inputs, hidden);
    }

    private static List<ParameterSpec> recurrent(String name, String layer, int gates, int inputs, int hidden) {
        Initializer initializer = new Initializer.Uniform(1 / Math.sqrt(hidden));
        int rows = gates * hidden;
        return List.of(
                new ParameterSpec(name + ".weight_ih_" + layer, new Shape(rows, inputs), initializer),
                new ParameterSpec(name + ".weight_hh_" + layer, new Shape(rows, hidden), initializer),
                new ParameterSpec(name + ".bias_ih_" + layer, new Shape(rows), initializer),
                new ParameterSpec(name + ".bias_hh_" + layer, new Shape(rows), initializer));
    }

    private static List<ParameterSpec> weightAndBias(String name, Shape weight, int fanIn) {
        Initializer initializer = new Initializer.Uniform(1 / Math.sqrt(fanIn));
        return List.of(
                new ParameterSpec(name + ".weight", weight, initializer),
                new ParameterSpec(name + ".bias", new Shape(weight.get(0)), initializer));
    }
}
