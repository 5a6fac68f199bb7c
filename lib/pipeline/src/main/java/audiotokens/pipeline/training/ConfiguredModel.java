package audiotokens.pipeline.training;

import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.Bert;
import audiotokens.model.Cnn;
import audiotokens.model.LabelOutput;
import audiotokens.model.Lstm;
import audiotokens.model.MeanEmbedding;
import audiotokens.model.Mlp;
import audiotokens.model.Model;
import audiotokens.model.ModelFactory;
import audiotokens.model.ModelSizes;
import audiotokens.model.MultiStream;
import audiotokens.model.SoftmaxOutput;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.ClassName;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetType;
import audiotokens.pipeline.config.ModelOptions;
import audiotokens.pipeline.config.ModelType;
import audiotokens.pipeline.run.StageException;
import audiotokens.token.TokenStream;
import java.util.List;

/** The model that a configuration names. */
public final class ConfiguredModel {
    /** Metadata key of the weights: the number of input frames of the model. */
    static final String FRAMES_KEY = "frames";

    private ConfiguredModel() {}

    /**
     * Creates the factory of the model that a configuration names.
     *
     * @throws audiotokens.pipeline.config.ConfigurationException if {@code modelType} is a class that cannot be used;
     *     the message says why
     */
    public static ModelFactory factory(Configuration configuration) {
        return configuration
                .model()
                .builtIn()
                .map(type -> ModelFactory.of(
                        configuration.model().modelType(),
                        sizes -> withOutput(configuration.model().labelOutput(), builtIn(type, configuration, sizes))))
                .orElseGet(() -> ClassName.newInstance(
                        "modelType", configuration.model().modelType(), ModelFactory.class, configuration));
    }

    /**
     * Creates the model of a configuration for one token stream or for frames.
     *
     * @param nLabels number of outputs
     * @param frames number of frames of the longest training clip, for models with a fixed input size
     */
    public static Model of(Configuration configuration, int nLabels, int frames) {
        return factory(configuration).create(sizes(configuration, nLabels, frames));
    }

    /** Returns the sizes of a model of this configuration. */
    static ModelSizes sizes(Configuration configuration, int nLabels, int frames) {
        return new ModelSizes(
                streams(configuration), configuration.spectrogram().nMels(), frames, nLabels);
    }

    /** Returns the token streams of a run's clips; empty if its model reads frames. */
    static List<TokenStream> streams(Configuration configuration) {
        return configuration.model().datasetType() == DatasetType.TOKENIZED
                ? RunTokenizer.streams(configuration)
                : List.of();
    }

    private static Model withOutput(LabelOutput output, Model model) {
        return output == LabelOutput.SOFTMAX ? new SoftmaxOutput(model) : model;
    }

    private static Model builtIn(ModelType type, Configuration configuration, ModelSizes sizes) {
        ModelOptions model = configuration.model();
        if (type == ModelType.BAG) {
            throw new StageException(
                    "modelType=bag has no network: it counts tokens, and has no embeddings, gradients or layers");
        }
        if (type != ModelType.STREAMS && sizes.streams().size() > 1) {
            throw new StageException(
                    "modelType=" + model.modelType() + " reads one token stream, but the tokenizer has "
                            + sizes.streams().size() + "; modelType must be streams");
        }
        int vocabularySize = sizes.streams().isEmpty()
                ? configuration.cluster().vocabSize()
                : sizes.streams().getFirst().vocabularySize();
        boolean precomputed = model.usePrecomputedEmbeddings();
        int nLabels = sizes.nLabels();
        int nMels = sizes.nMels();
        int frames = model.inputFrames() == 0 ? sizes.frames() : model.inputFrames();
        return switch (type) {
            case LSTM ->
                new Lstm(
                        vocabularySize,
                        precomputed ? nMels : model.lstmEmbedDim(),
                        model.lstmHiddenDim(),
                        model.numLayers(),
                        nLabels,
                        model.dropout(),
                        model.pooling(),
                        precomputed,
                        model.countPadding());
            case BERT ->
                new Bert(
                        vocabularySize,
                        model.hiddenSize(),
                        model.numHeads(),
                        model.numLayers(),
                        nLabels,
                        precomputed ? nMels : 0,
                        model.countPadding());
            case SIMPLE -> new MeanEmbedding(vocabularySize, model.hiddenSize(), nLabels, model.countPadding());
            case CNN -> new Cnn(frames, nMels, nLabels);
            case BASELINE -> new Mlp(frames, nMels, nLabels);
            case BAG -> throw new IllegalStateException("a bag classifier is not a network");
            case STREAMS ->
                new MultiStream(
                        sizes.streams(),
                        model.streamSteps(),
                        model.streamEmbedDim(),
                        model.streamDim(),
                        nLabels,
                        model.streamMixer(),
                        model.tokenDropout(),
                        model.streamDropout(),
                        model.dropout(),
                        model.streamFrequencies(),
                        model.sequenceDropout());
        };
    }

    /**
     * Creates the model that {@code weights} belong to. A fixed input size is read from the metadata key {@code frames}
     * or derived from the shapes.
     */
    public static Model forWeights(
            Configuration configuration, ModelFactory factory, int nLabels, SafetensorsFile weights) {
        int nMels = configuration.spectrogram().nMels();
        Tensor fc1 = weights.tensors().get("fc1.weight");
        int frames = 0;
        if (weights.metadata().containsKey(FRAMES_KEY)) {
            frames = Integer.parseInt(weights.metadata().get(FRAMES_KEY));
        } else if (fc1 != null && weights.tensors().containsKey("conv2.weight")) {
            long channels = weights.tensors().get("conv2.weight").shape()[0];
            frames = Cnn.POOLING_FACTOR * (int) (fc1.shape()[1] / channels / (nMels / Cnn.POOLING_FACTOR));
        } else if (fc1 != null) {
            frames = (int) fc1.shape()[1] / nMels;
        }
        return factory.create(sizes(configuration, nLabels, frames));
    }
}
