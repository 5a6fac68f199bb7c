package audiotokens.model;

import ai.djl.ndarray.NDArray;
import audiotokens.config.Configuration;
import audiotokens.config.ModelOptions;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
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
        boolean precomputed = model.usePrecomputedEmbeddings();
        int fixedFrames = model.inputFrames() == 0 ? frames : model.inputFrames();
        return switch (model.modelType()) {
            case LSTM ->
                new LstmClassifier(
                        vocabularySize,
                        precomputed ? nMels : model.lstmEmbedDim(),
                        model.lstmHiddenDim(),
                        model.numLayers(),
                        labels,
                        model.dropout(),
                        model.pooling(),
                        precomputed,
                        model.countPadding());
            case BERT ->
                new BertClassifier(
                        vocabularySize,
                        model.hiddenSize(),
                        model.numHeads(),
                        model.numLayers(),
                        labels,
                        precomputed ? nMels : 0,
                        model.countPadding());
            case SIMPLE -> new SimpleClassifier(vocabularySize, model.hiddenSize(), labels, model.countPadding());
            case CNN -> new CnnClassifier(fixedFrames, nMels, labels);
            case BASELINE -> new BaselineClassifier(fixedFrames, nMels, labels);
        };
    }

    /**
     * The classifier of a configuration that {@code weights} belong to: a fixed input size is taken from their shapes,
     * or from the text {@code frames} that this program writes beside them.
     */
    static Classifier fitting(Configuration configuration, int labels, SafetensorsFile weights) {
        int nMels = configuration.spectrogram().nMels();
        Tensor first = weights.tensors().get("fc1.weight");
        int frames = 0;
        if (weights.texts().containsKey("frames")) {
            frames = Integer.parseInt(weights.texts().get("frames"));
        } else if (first != null && weights.tensors().containsKey("conv2.weight")) {
            long channels = weights.tensors().get("conv2.weight").shape()[0];
            frames = CnnClassifier.POOLED * (int) (first.shape()[1] / channels / (nMels / CnnClassifier.POOLED));
        } else if (first != null) {
            frames = (int) first.shape()[1] / nMels;
        }
        return of(configuration, labels, frames);
    }
}
