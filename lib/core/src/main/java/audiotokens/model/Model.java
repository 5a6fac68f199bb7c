package audiotokens.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * A model that maps a batch of clips to one logit per label. Implement this interface to train your own model.
 *
 * <p>A model is an immutable value, usually a record. It holds sizes, not weights, so one instance can be trained and
 * used for inference by several threads. {@link #parameters()} declares its parameters; {@link #logits} reads their
 * values from the {@link ForwardPass}, usually through {@link ForwardPass#layers()}.
 *
 * <pre>{@code
 * record MeanOfEmbeddings(int vocabularySize, int labels) implements Model {
 *     public List<ParameterSpec> parameters() {
 *         return ParameterSpec.all(
 *                 ParameterSpec.embedding("embedding", vocabularySize, 64),
 *                 ParameterSpec.linear("output", 64, labels));
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
 * <p>Memory: all arrays that {@link #logits} computes belong to {@link ForwardPass#manager()} and are freed when the
 * pass is closed, after the backward pass. Store none of them in a field, and do not close them.
 */
public interface Model {

    /**
     * Returns the parameters, in the order in which they are initialized and saved. Use the names of PyTorch's
     * state_dict if weights are to be exchanged with a PyTorch model.
     */
    List<ParameterSpec> parameters();

    /**
     * Returns the logits of a batch: float32 (clips, labels), before the sigmoid. The loss is binary cross-entropy,
     * unless {@link #hasExclusiveLabels()}.
     *
     * @param pass owns all computed arrays and holds the values of {@link #parameters()}
     * @param batch one or more token streams, or frames, padded to equal length; padding must not change a clip's
     *     logits
     */
    NDArray logits(ForwardPass pass, Batch batch);

    /**
     * Returns whether each clip has exactly one label; the loss is then cross-entropy. In that case {@link #logits}
     * must return the log odds of a softmax, whose sigmoids sum to 1, instead of the softmax's inputs. {@link
     * SoftmaxOutput} converts the outputs of any model.
     */
    default boolean hasExclusiveLabels() {
        return false;
    }

    /**
     * Returns the name of the linear layer that computes the logits. The option {@code startFromLabelFrequency}
     * initializes its bias. Empty if there is none.
     */
    default Optional<String> outputLayer() {
        return Optional.empty();
    }

    /**
     * Returns the names of the token embedding layers, one per codebook (streams may share a codebook), ordered by the
     * first stream that uses it. The option {@code embeddingStart=centroids} initializes them from the codebooks'
     * centroids. Empty if the model has no token embedding.
     */
    default List<String> embeddingLayers() {
        return List.of();
    }

    /** Returns the length to which shorter clips are padded, in frames; 0 for no minimum. */
    default int minFrames() {
        return 0;
    }

    /** Returns the length to which longer clips are cropped, in frames. */
    default int maxFrames() {
        return Integer.MAX_VALUE;
    }

    /**
     * Returns the number of frames of a clip of {@code frames} frames after cropping or padding to the model's limits,
     * but before padding to the longest clip of its batch.
     */
    default long inputFrames(long frames) {
        return Math.max(minFrames(), Math.min(maxFrames(), frames));
    }
}
