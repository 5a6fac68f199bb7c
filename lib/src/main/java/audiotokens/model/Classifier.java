package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.config.Configuration;
import audiotokens.config.ModelOptions;
import audiotokens.file.SafetensorsFile.Tensor;
import java.util.List;
import java.util.Map;

/** A model from a batch of clips to one logit a label. A value: it holds sizes, no numbers that training changes. */
public sealed interface Classifier permits LstmClassifier {

    /** The parameters it computes with, in the order of PyTorch's state_dict. */
    List<ParameterShape> parameters();

    /**
     * The logits of a batch: float32 (clips, labels).
     *
     * @param step owns everything that is computed
     * @param parameters values of {@link #parameters()}
     * @param batch tokens or frames, as the model takes them
     * @param dropout what is dropped; nothing where the model predicts
     */
    NDArray logits(NDManager step, Parameters parameters, Batch batch, Dropout dropout);

    /** Frames that each batch is padded to at least; 0 where any length will do. */
    default int leastFrames() {
        return 0;
    }

    /** Frames of a clip that are used at most. */
    default int mostFrames() {
        return Integer.MAX_VALUE;
    }

    /**
     * The classifier of a configuration.
     *
     * @param labels number of outputs
     * @param frames frames of the longest training clip, for the models of a fixed input size
     */
    static Classifier of(Configuration configuration, int labels, int frames) {
        ModelOptions model = configuration.model();
        int vocabularySize = configuration.cluster().vocabSize();
        int nMels = configuration.spectrogram().nMels();
        return switch (model.modelType()) {
            case LSTM ->
                new LstmClassifier(
                        vocabularySize,
                        model.usePrecomputedEmbeddings() ? nMels : model.lstmEmbedDim(),
                        model.lstmHiddenDim(),
                        model.numLayers(),
                        labels,
                        model.dropout(),
                        model.usePrecomputedEmbeddings());
            default -> throw new UnsupportedOperationException();
        };
    }

    /** The classifier of a configuration that {@code weights} belong to. */
    static Classifier fitting(Configuration configuration, int labels, Map<String, Tensor> weights) {
        return of(configuration, labels, 0);
    }
}
