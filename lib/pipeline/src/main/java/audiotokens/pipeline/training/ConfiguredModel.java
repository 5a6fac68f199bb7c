package audiotokens.pipeline.training;

import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.BaselineClassifier;
import audiotokens.model.BertClassifier;
import audiotokens.model.Classifier;
import audiotokens.model.CnnClassifier;
import audiotokens.model.LstmClassifier;
import audiotokens.model.SimpleClassifier;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ModelOptions;

/** The model that a configuration names. */
public final class ConfiguredModel {
    private ConfiguredModel() {}

    /**
     * The classifier of a configuration.
     *
     * @param labels number of outputs
     * @param frames frames of the longest training clip, for the models of a fixed input size
     */
    public static Classifier of(Configuration configuration, int labels, int frames) {
        ModelOptions model = configuration.model();
        int vocabularySize = RunTokenizer.streams(configuration).getFirst().vocabularySize();
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
    public static Classifier fitting(Configuration configuration, int labels, SafetensorsFile weights) {
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
