package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** The steps of scaled dot-product attention (Vaswani et al., 2017). */
public final class Attention {
    private Attention() {}

    /**
     * Splits the features into heads: (clips, frames, features) to (clips, heads, frames, headSize), where headSize is
     * features / heads.
     */
    public static NDArray splitHeads(NDArray states, int heads) {
        Shape shape = states.getShape();
        return states.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    /** Merges the heads: (clips, heads, frames, headSize) to (clips, frames, features). */
    public static NDArray mergeHeads(NDArray states) {
        Shape shape = states.getShape();
        return states.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3));
    }

    /**
     * Computes the attention scores, queries · keysᵀ / √headSize: (clips, heads, queries, keys). Add
     * {@link Batch#attentionBias} and, if the model has one, the relative position bias; then apply {@code softmax(3)}
     * and multiply by the values.
     *
     * @param queries (clips, heads, queries, headSize)
     * @param keys (clips, heads, keys, headSize)
     */
    public static NDArray scores(ForwardPass pass, NDArray queries, NDArray keys) {
        NDArray root = pass.scalar(Math.sqrt((double) queries.getShape().get(3)));
        return pass.layers().matMul(queries, keys.transpose(0, 1, 3, 2)).div(root);
    }

    /**
     * Declares the parameters of {@link #relativeBias}: an embedding of the relative positions -maxDistance to
     * maxDistance.
     */
    public static List<ParameterSpec> relativePositions(String name, int maxDistance, int heads) {
        return List.of(new ParameterSpec(
                name + ".weight", new Shape(2L * maxDistance + 1, heads), new Initializer.Normal(0.02)));
    }

    /**
     * Returns a learned bias per head and relative position, to add to {@link #scores}: (1, heads, frames, frames). As
     * in Shaw et al. (2018), distances are clipped, but the bias is a scalar per head.
     */
    public static NDArray relativeBias(ForwardPass pass, String name, int frames) {
        int maxDistance = (int) (pass.parameter(name + ".weight").getShape().get(0) / 2);
        long[] distances = new long[frames * frames];
        for (int query = 0; query < frames; query++) {
            for (int key = 0; key < frames; key++) {
                distances[query * frames + key] =
                        (long) Math.clamp(key - query, -maxDistance, maxDistance) + maxDistance;
            }
        }
        NDArray ids = pass.manager().create(distances, new Shape(frames, frames));
        return pass.layers().embedding(name, ids).transpose(2, 0, 1).expandDims(0);
    }
}
