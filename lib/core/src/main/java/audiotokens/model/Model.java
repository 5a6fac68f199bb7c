package audiotokens.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * A model from a batch of clips to one logit a label. Implement it to train a model of your own.
 *
 * <p>A model is a value: it holds sizes and no numbers that training changes, so that one instance can train, predict and
 * be used by several threads. A record is a good fit. {@link #parameters()} names what it learns; {@link #logits} computes
 * with the values that the {@link ForwardPass} gives it, usually through {@link ForwardPass#layers()}.
 *
 * <pre>{@code
 * record MeanOfEmbeddings(int vocabularySize, int labels) implements Model {
 *     public List<ParameterShape> parameters() {
 *         return ParameterShape.all(
 *                 ParameterShape.embedding("embedding", vocabularySize, 64),
 *                 ParameterShape.linear("output", 64, labels));
 *     }
 *
 *     public NDArray logits(ForwardPass pass, Batch batch) {
 *         NDArray vectors = pass.layers().embedding("embedding", batch); // (clips, frames, 64)
 *         NDArray mean = SequencePooling.mean(vectors, batch.mask(pass.manager()));
 *         return pass.layers().linear("output", mean);
 *     }
 * }
 * }</pre>
 *
 * <p>Memory: everything that {@link #logits} computes belongs to {@link ForwardPass#manager()} and is freed when the pass
 * is closed, after the backward pass. So keep no array in a field, and do not close the arrays that you make.
 */
public interface Model {

    /**
     * The parameters it computes with, in the order in which they are drawn and saved. Names are those of PyTorch's
     * state_dict where there is a PyTorch model to exchange weights with.
     */
    List<ParameterShape> parameters();

    /**
     * The logits of a batch: float32 (clips, labels), before the logistic function.
     *
     * @param pass owns everything that is computed, and holds the values of {@link #parameters()}
     * @param batch one or several token streams, or frames, padded to one length; padding must not change a clip's logits
     */
    NDArray logits(ForwardPass pass, Batch batch);

    /**
     * Name of the linear layer that gives the logits, whose biases the option {@code startFromLabelFrequency} sets;
     * empty where there is none.
     */
    default Optional<String> outputLayer() {
        return Optional.empty();
    }

    /**
     * Names of the layers that embed tokens, one for each codebook in the order of the codebooks' first streams; the
     * option {@code embeddingStart=centroids} starts them from the codebooks' centroids. Empty where tokens have no
     * embedding.
     */
    default List<String> embeddingLayers() {
        return List.of();
    }

    /** Frames that each clip is padded to if it is shorter; 0 where any length will do. */
    default int minFrames() {
        return 0;
    }

    /** Frames after which each clip is cut off. */
    default int maxFrames() {
        return Integer.MAX_VALUE;
    }

    /** How many frames a clip of {@code frames} is fed as, without the padding to its batch. */
    default long paddedFrames(long frames) {
        return Math.max(minFrames(), Math.min(maxFrames(), frames));
    }
}
