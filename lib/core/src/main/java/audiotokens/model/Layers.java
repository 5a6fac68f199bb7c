package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layers that models are built from. They use PyTorch's parameter names and give PyTorch's results. Declare the
 * parameters with the method of the same name in {@link ParameterSpec}.
 *
 * <p>The pass owns the returned arrays. They are float32, whatever the pass's {@link Precision}. Axes are (clips,
 * frames, features) unless stated otherwise.
 */
public final class Layers {
    private static final double BATCH_NORM_EPSILON = 1e-5;
    /** Weight of the old running statistics: DJL's momentum, which is 1 - PyTorch's momentum. */
    private static final double BATCH_NORM_MOMENTUM = 0.9;

    /** The parameters of one direction of a recurrent layer, in libtorch's order. */
    private static final List<String> RECURRENT_PARAMETERS =
            List.of("weight_ih_", "weight_hh_", "bias_ih_", "bias_hh_");

    private final ForwardPass pass;

    Layers(ForwardPass pass) {
        this.pass = pass;
    }

    /**
     * Applies {@code nn.Embedding}: looks up a row of the weight for each id. {@code ids} is int64; the result has its axes,
     * followed by the features.
     */
    public NDArray embedding(String name, NDArray ids) {
        return rows(pass.parameter(name + ".weight"), ids);
    }

    /** Returns the rows of {@code table} (n, features) at int64 indices: (..., features). */
    static NDArray rows(NDArray table, NDArray indices) {
        return indices.getNDArrayInternal()
                .embedding(indices, table, SparseFormat.DENSE)
                .getFirst();
    }

    /**
     * Returns the embeddings of a batch with one token stream, mixed if the batch uses mixup: (clips, frames,
     * features).
     *
     * @throws IllegalArgumentException if the batch has no or several token streams
     */
    public NDArray embedding(String name, Batch batch) {
        Batch.TokenBatch tokens = batch.tokens();
        NDArray vectors = embedding(name, tokens.clipMajor(pass.manager()));
        return tokens.mixture(pass.manager(), vectors, new Shape(tokens.size(), 1, 1));
    }

    /** Applies {@code nn.Linear} to the last axis. */
    public NDArray linear(String name, NDArray input) {
        return pass.computeInPrecision(() -> input.getNDArrayInternal()
                .linear(input, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"))
                .getFirst());
    }

    /** Computes matrix products over the last two axes, like {@code torch.matmul}. */
    public NDArray matMul(NDArray left, NDArray right) {
        return pass.computeInPrecision(() -> left.matMul(right));
    }

    /** Applies {@code nn.LayerNorm} to the last axis, with PyTorch's default epsilon of 1e-5. */
    public NDArray layerNorm(String name, NDArray input) {
        return layerNorm(name, input, 1e-5);
    }

    /** Applies {@code nn.LayerNorm} to the last axis. */
    public NDArray layerNorm(String name, NDArray input, double epsilon) {
        Shape features = new Shape(input.getShape().get(input.getShape().dimension() - 1));
        return input.getNDArrayInternal()
                .layerNorm(input, features, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"), (float)
                        epsilon)
                .getFirst();
    }

    /**
     * Applies {@code nn.BatchNorm1d} (Ioffe and Szegedy, 2015) to (clips, channels, frames) or (clips, channels), with
     * PyTorch's defaults of epsilon 1e-5 and momentum 0.1. A training pass normalizes by the batch statistics and
     * updates the running ones in place; an inference pass normalizes by the running statistics. Padding is not masked.
     */
    public NDArray batchNorm(String name, NDArray input) {
        return input.getNDArrayInternal()
                .batchNorm(
                        input,
                        pass.parameter(name + ".running_mean"),
                        pass.parameter(name + ".running_var"),
                        pass.parameter(name + ".weight"),
                        pass.parameter(name + ".bias"),
                        1,
                        (float) BATCH_NORM_MOMENTUM,
                        (float) BATCH_NORM_EPSILON,
                        pass.training())
                .getFirst();
    }

    /**
     * Applies {@code nn.Conv1d(padding="same")} with stride 1 to (clips, channels, frames), for odd kernel sizes.
     *
     * @param groups as in {@link ParameterSpec#conv1d}
     */
    public NDArray conv1d(String name, NDArray input, int groups) {
        NDArray weight = pass.parameter(name + ".weight");
        Shape padding = new Shape(weight.getShape().get(2) / 2);
        return convolution(name, input, padding, new Shape(1), groups);
    }

    /**
     * Applies {@code nn.Conv2d(padding="same")} with stride 1 to (clips, channels, height, width), for odd kernel
     * sizes.
     */
    public NDArray conv2d(String name, NDArray input) {
        NDArray weight = pass.parameter(name + ".weight");
        Shape padding =
                new Shape(weight.getShape().get(2) / 2, weight.getShape().get(3) / 2);
        return convolution(name, input, padding, new Shape(1, 1), 1);
    }

    private NDArray convolution(String name, NDArray input, Shape padding, Shape strideAndDilation, int groups) {
        NDArray weight = pass.parameter(name + ".weight");
        NDArray bias = pass.parameter(name + ".bias");
        return pass.computeInPrecision(() -> input.getNDArrayInternal()
                .convolution(input, weight, bias, strideAndDilation, padding, strideAndDilation, groups)
                .getFirst());
    }

    /**
     * Computes one direction of one layer of {@code nn.LSTM} with zero initial state: (frames, clips, inputs) to
     * (frames, clips, hidden). For the reverse direction, pass reversed input, as returned by {@link Batch#timeMajor}.
     */
    public NDArray lstm(String name, String layer, NDArray input) {
        NDArray state = initialState(name, layer, input);
        return pass.computeInPrecision(() -> input.getNDArrayInternal()
                .lstm(input, new NDList(state, state), weights(name, layer), true, 1, 0, true, false, false)
                .getFirst());
    }

    /**
     * Computes both directions of one layer of {@code nn.LSTM} with zero initial states: (frames, clips, inputs) to
     * (frames, clips, 2 * hidden), both in the order of the input.
     */
    public NDArray bidirectionalLstm(String name, String layer, NDArray input) {
        NDArray state = pass.manager().zeros(new Shape(2, input.getShape().get(1), hiddenSize(name, layer)));
        NDList weights = contiguousWeights(name, List.of(layer, layer + "_reverse"));
        return pass.computeInPrecision(() -> input.getNDArrayInternal()
                .lstm(input, new NDList(state, state), weights, true, 1, 0, true, true, false)
                .getFirst());
    }

    /**
     * Returns the weights of the layers in libtorch's order, as views of one new array that holds them in cuDNN's
     * order: the matrices of all layers, then all biases. If they were in a different order in memory, cuDNN would copy
     * them in every call, with a warning.
     */
    private NDList contiguousWeights(String name, List<String> layers) {
        List<String> cudnnOrder = Stream.of("weight", "bias")
                .flatMap(kind -> layers.stream().flatMap(layer -> RECURRENT_PARAMETERS.stream()
                        .filter(parameter -> parameter.startsWith(kind))
                        .map(parameter -> name + "." + parameter + layer)))
                .toList();
        NDList flat = new NDList();
        long[] endOffsets = new long[cudnnOrder.size()];
        for (int i = 0; i < endOffsets.length; i++) {
            flat.add(pass.parameter(cudnnOrder.get(i)).flatten());
            endOffsets[i] = flat.get(i).size() + (i == 0 ? 0 : endOffsets[i - 1]);
        }
        NDList copies = NDArrays.concat(flat).split(Arrays.copyOf(endOffsets, endOffsets.length - 1));
        NDList weights = new NDList();
        for (String layer : layers) {
            for (String parameter : RECURRENT_PARAMETERS) {
                String fullName = name + "." + parameter + layer;
                Shape shape = pass.parameter(fullName).getShape();
                weights.add(copies.get(cudnnOrder.indexOf(fullName)).reshape(shape));
            }
        }
        return weights;
    }

    /** Computes one direction of one layer of {@code nn.GRU}, with the axes of {@link #lstm}. */
    public NDArray gru(String name, String layer, NDArray input) {
        NDArray state = initialState(name, layer, input);
        return pass.computeInPrecision(() -> input.getNDArrayInternal()
                .gru(input, state, weights(name, layer), true, 1, 0, true, false, false)
                .getFirst());
    }

    private NDArray initialState(String name, String layer, NDArray input) {
        return pass.manager().zeros(new Shape(1, input.getShape().get(1), hiddenSize(name, layer)));
    }

    private long hiddenSize(String name, String layer) {
        return pass.parameter(name + ".weight_hh_" + layer).getShape().get(1);
    }

    private NDList weights(String name, String layer) {
        return new NDList(RECURRENT_PARAMETERS.stream()
                .map(parameter -> pass.parameter(name + "." + parameter + layer))
                .toList());
    }

    /** Applies {@link Dropout} in a training pass. */
    public NDArray dropout(NDArray values, double rate) {
        return pass.dropout(values, rate);
    }

    /** Computes {@code max(x, 0)}. */
    public static NDArray relu(NDArray input) {
        return input.getNDArrayInternal().relu();
    }

    /** Applies the Gaussian error linear unit (Hendrycks and Gimpel, 2016), exact, as {@code nn.GELU()}. */
    public static NDArray gelu(NDArray input) {
        return input.getNDArrayInternal().gelu();
    }
}
