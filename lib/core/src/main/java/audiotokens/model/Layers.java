package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/** Layers that several classifiers share, by the name of their parameters. */
final class Layers {
    private final Pass pass;

    Layers(Pass pass) {
        this.pass = pass;
    }

    /** {@code nn.Embedding}: a row of the weight for each id. */
    NDArray embedding(String name, NDArray ids) {
        return ids.getNDArrayInternal()
                .embedding(ids, pass.parameter(name + ".weight"), SparseFormat.DENSE)
                .getFirst();
    }

    /** {@code nn.Linear} over the last axis. */
    NDArray linear(String name, NDArray input) {
        return input.getNDArrayInternal()
                .linear(input, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"))
                .getFirst();
    }

    /** {@code nn.LayerNorm} over the last axis. */
    NDArray layerNorm(String name, NDArray input, double epsilon) {
        Shape width = new Shape(input.getShape().get(input.getShape().dimension() - 1));
        return input.getNDArrayInternal()
                .layerNorm(
                        input, width, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"), (float) epsilon)
                .getFirst();
    }

    /** {@code nn.Conv2d} of stride 1 whose output is as large as its input. */
    NDArray convolution(String name, NDArray input) {
        NDArray weight = pass.parameter(name + ".weight");
        Shape padding =
                new Shape(weight.getShape().get(2) / 2, weight.getShape().get(3) / 2);
        Shape ones = new Shape(1, 1);
        return input.getNDArrayInternal()
                .convolution(input, weight, pass.parameter(name + ".bias"), ones, padding, ones, 1)
                .getFirst();
    }

    static NDArray relu(NDArray input) {
        return input.getNDArrayInternal().relu();
    }
}
