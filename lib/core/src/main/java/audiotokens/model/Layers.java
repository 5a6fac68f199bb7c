package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/**
 * The layers that models are written with, each under the name of its parameters and with PyTorch's numbers. The
 * parameters themselves are declared with the methods of the same names in {@link ParameterShape}.
 *
 * <p>What a layer returns belongs to the pass. It is float32, also where the pass multiplies in another {@link Precision}. Axes are (clips, frames, width) unless a method says otherwise.
 */
public final class Layers {
    private static final double BATCH_NORM_EPSILON = 1e-5;
    /** Weight of the running statistics beside those of the batch, which is DJL's momentum and 1 - PyTorch's. */
    private static final double BATCH_NORM_MOMENTUM = 0.9;

    private final ForwardPass pass;

    Layers(ForwardPass pass) {
        this.pass = pass;
    }

    /** {@code nn.Embedding}: a row of the weight for each id; adds a last axis to {@code ids} (int64). */
    public NDArray embedding(String name, NDArray ids) {
        return ids.getNDArrayInternal()
                .embedding(ids, pass.parameter(name + ".weight"), SparseFormat.DENSE)
                .getFirst();
    }

    /**
     * The embeddings of a batch of one token stream, mixed where the batch mixes clips (mixup): (clips, frames, width).
     *
     * @throws IllegalArgumentException where the batch has no or several token streams
     */
    public NDArray embedding(String name, Batch batch) {
        Batch.OfTokens tokens = batch.tokens();
        NDArray vectors = embedding(name, tokens.clipMajor(pass.manager()));
        return tokens.mixture(pass.manager(), vectors, new Shape(tokens.size(), 1, 1));
    }

    /** {@code nn.Linear} over the last axis. */
    public NDArray linear(String name, NDArray input) {
        return pass.inPrecision(() -> input.getNDArrayInternal()
                .linear(input, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"))
                .getFirst());
    }

    /** {@code torch.matmul}: the products of the matrices in the last two axes. */
    public NDArray matMul(NDArray left, NDArray right) {
        return pass.inPrecision(() -> left.matMul(right));
    }

    /** {@code nn.LayerNorm} over the last axis, with PyTorch's epsilon of 1e-5. */
    public NDArray layerNorm(String name, NDArray input) {
        return layerNorm(name, input, 1e-5);
    }

    /** {@code nn.LayerNorm} over the last axis. */
    public NDArray layerNorm(String name, NDArray input, double epsilon) {
        Shape width = new Shape(input.getShape().get(input.getShape().dimension() - 1));
        return input.getNDArrayInternal()
                .layerNorm(
                        input, width, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"), (float) epsilon)
                .getFirst();
    }

    /**
     * {@code nn.BatchNorm1d} (Ioffe and Szegedy, 2015) of (clips, channels, frames) or (clips, channels), with PyTorch's
     * epsilon of 1e-5 and momentum of 0.1. A training pass normalizes by the batch's statistics and updates the running
     * ones in place; a predicting pass normalizes by the running ones. Padding counts as values.
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
     * {@code nn.Conv1d(padding="same")} of stride 1 over (clips, channels, frames), for odd kernels.
     *
     * @param groups as in {@link ParameterShape#conv1d}
     */
    public NDArray conv1d(String name, NDArray input, int groups) {
        NDArray weight = pass.parameter(name + ".weight");
        Shape padding = new Shape(weight.getShape().get(2) / 2);
        return convolution(name, input, padding, new Shape(1), groups);
    }

    /** {@code nn.Conv2d(padding="same")} of stride 1 over (clips, channels, height, width), for odd kernels. */
    public NDArray conv2d(String name, NDArray input) {
        NDArray weight = pass.parameter(name + ".weight");
        Shape padding =
                new Shape(weight.getShape().get(2) / 2, weight.getShape().get(3) / 2);
        return convolution(name, input, padding, new Shape(1, 1), 1);
    }

    private NDArray convolution(String name, NDArray input, Shape padding, Shape ones, int groups) {
        NDArray weight = pass.parameter(name + ".weight");
        return pass.inPrecision(() -> input.getNDArrayInternal()
                .convolution(input, weight, pass.parameter(name + ".bias"), ones, padding, ones, groups)
                .getFirst());
    }

    /**
     * One direction of one layer of {@code nn.LSTM} over (frames, clips, inputs): its states (frames, clips, hidden),
     * from states of 0. For the reverse direction give it reversed input, as {@link Batch#timeMajor} makes it.
     */
    public NDArray lstm(String name, String layer, NDArray input) {
        NDArray state = initialState(name, layer, input);
        return pass.inPrecision(() -> input.getNDArrayInternal()
                .lstm(input, new NDList(state, state), weights(name, layer), true, 1, 0, true, false, false)
                .getFirst());
    }

    /** One direction of one layer of {@code nn.GRU}, with the axes of {@link #lstm}. */
    public NDArray gru(String name, String layer, NDArray input) {
        NDArray state = initialState(name, layer, input);
        return pass.inPrecision(() -> input.getNDArrayInternal()
                .gru(input, state, weights(name, layer), true, 1, 0, true, false, false)
                .getFirst());
    }

    private NDArray initialState(String name, String layer, NDArray input) {
        long hidden = pass.parameter(name + ".weight_hh_" + layer).getShape().get(1);
        return pass.manager().zeros(new Shape(1, input.getShape().get(1), hidden));
    }

    private NDList weights(String name, String layer) {
        return new NDList(
                pass.parameter(name + ".weight_ih_" + layer),
                pass.parameter(name + ".weight_hh_" + layer),
                pass.parameter(name + ".bias_ih_" + layer),
                pass.parameter(name + ".bias_hh_" + layer));
    }

    /** Drops a share of the values while the model trains ({@link Dropout}). */
    public NDArray dropout(NDArray values, double rate) {
        return pass.dropout(values, rate);
    }

    /** {@code max(x, 0)}. */
    public static NDArray relu(NDArray input) {
        return input.getNDArrayInternal().relu();
    }

    /** Gaussian error linear unit (Hendrycks and Gimpel, 2016), exact, as {@code nn.GELU()}. */
    public static NDArray gelu(NDArray input) {
        return input.getNDArrayInternal().gelu();
    }
}
