package audiotokens.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/** A model from a batch of clips to one logit a label. A value: it holds sizes, no numbers that training changes. */
public sealed interface Classifier
        permits LstmClassifier, BertClassifier, SimpleClassifier, CnnClassifier, BaselineClassifier {

    /** The parameters it computes with, in the order of PyTorch's state_dict. */
    List<ParameterShape> parameters();

    /**
     * The logits of a batch: float32 (clips, labels).
     *
     * @param pass owns everything that is computed, and holds values of {@link #parameters()}
     * @param batch tokens or frames, as the model takes them
     */
    NDArray logits(Pass pass, Batch batch);

    /** Name of the linear layer that gives the logits. */
    String outputLayer();

    /** Name of the layer that gives each token its vector, where tokens are fed. */
    default Optional<String> embeddingLayer() {
        return Optional.empty();
    }

    /** Number of tokens it embeds; 0 where it takes frames. */
    default int vocabularySize() {
        return 0;
    }

    /** Frames that each batch is padded to at least; 0 where any length will do. */
    default int leastFrames() {
        return 0;
    }

    /** Frames of a clip that are used at most. */
    default int mostFrames() {
        return Integer.MAX_VALUE;
    }

    /** How many frames a clip of {@code frames} is fed as, without the padding to its batch. */
    default long framesFed(long frames) {
        return Math.max(leastFrames(), Math.min(mostFrames(), frames));
    }
}
