package audiotokens.pipeline.config;

import audiotokens.model.Pooling;
import audiotokens.model.StreamMixer;
import audiotokens.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options of the model: type, input and sizes. */
public record ModelOptions(
        @Option(
                        value =
                                "Model: lstm, bert, simple, cnn, baseline, streams, bag, or the class of a ModelFactory of your own",
                        defaultValue = "lstm")
                String modelType,
        @Option(
                        value = "Input: TokenizedSpecDataset, RawSTFTDataset or RawSTFTFlatDataset",
                        defaultValue = "TokenizedSpecDataset")
                DatasetType datasetType,
        @Option(
                        value = "Feed the frames themselves in place of learned embeddings (lstm, bert)",
                        defaultValue = "false")
                boolean usePrecomputedEmbeddings,
        @Option(value = "Layers of the LSTM or of BERT", defaultValue = "1", min = 1, max = 48) int numLayers,
        @Option(value = "Width of BERT and of the simple model", defaultValue = "768", min = 1, max = 8192)
                int hiddenSize,
        @Option(value = "Attention heads of BERT", defaultValue = "12", min = 1, max = 128) int numHeads,
        @Option(value = "Width of the LSTM's token embedding", defaultValue = "256", min = 1, max = 8192)
                int lstmEmbedDim,
        @Option(value = "Width of the LSTM, per direction", defaultValue = "512", min = 1, max = 8192)
                int lstmHiddenDim,
        @Option(
                        value = "Share of the last layer's inputs dropped in training (lstm, streams)",
                        defaultValue = "0",
                        min = 0,
                        max = 0.99)
                double dropout,
        @Option(
                        value = "How the LSTM's states become one vector: last, mean, max, meanmax or attention",
                        defaultValue = "last")
                Pooling pooling,
        @Option(
                        value =
                                "Count padding as token 0, as the original: a clip's score then depends on its batch (lstm, bert, simple)",
                        defaultValue = "false")
                boolean countPadding,
        @Option(
                        value = "Frames of each clip that cnn and baseline are given; 0 is the longest training clip's",
                        defaultValue = "0",
                        min = 0,
                        max = 1000000)
                int inputFrames,
        @Option(value = "Time steps of a clip (streams)", defaultValue = "24", min = 1, max = 4096) int streamSteps,
        @Option(value = "Width of the token embeddings (streams)", defaultValue = "64", min = 1, max = 8192)
                int streamEmbedDim,
        @Option(
                        value = "Width of the sum over codebooks, an even number (streams)",
                        defaultValue = "96",
                        min = 2,
                        max = 8192)
                int streamDim,
        @Option(
                        value = "What relates the time steps to each other: convolution, gru or none (streams)",
                        defaultValue = "convolution")
                StreamMixer streamMixer,
        @Option(value = "Share of tokens dropped in training (streams)", defaultValue = "0.2", min = 0, max = 0.99)
                double tokenDropout,
        @Option(
                        value = "Share of a clip's codebooks dropped in training (streams)",
                        defaultValue = "0.2",
                        min = 0,
                        max = 0.99)
                double streamDropout,
        @Option(
                        value = "Weights that training starts from: .safetensors, or a PyTorch state dict (.pth); empty"
                                + " draws them by the seed",
                        defaultValue = "")
                List<Path> startFrom) {

    public ModelOptions {
        startFrom = List.copyOf(startFrom);
        if (startFrom.size() > 1) {
            throw new ConfigurationException("startFrom", "one file of weights is possible, not " + startFrom.size());
        }
        modelType = ClassName.orBuiltIn("modelType", modelType, ModelType.keys());
        Optional<ModelType> builtIn = ModelType.of(modelType);
        if (builtIn.equals(Optional.of(ModelType.BAG)) && !startFrom.isEmpty()) {
            throw new ConfigurationException("startFrom", "a bag starts from no weights; it may be empty");
        }
        if (builtIn.isPresent() && !builtIn.get().accepts(datasetType, usePrecomputedEmbeddings)) {
            throw new ConfigurationException(
                    "datasetType",
                    modelType + " does not take " + datasetType
                            + (usePrecomputedEmbeddings ? " as precomputed embeddings" : "")
                            + "; it may be: lstm, bert, simple, streams or bag with TokenizedSpecDataset; lstm or bert with"
                            + " RawSTFTDataset and usePrecomputedEmbeddings=true; cnn with RawSTFTDataset; baseline"
                            + " with RawSTFTFlatDataset");
        }
        if (builtIn.equals(Optional.of(ModelType.BERT)) && hiddenSize % numHeads != 0) {
            throw new ConfigurationException(
                    "hiddenSize", hiddenSize + " does not divide by numHeads (" + numHeads + "); it may be a multiple");
        }
        if (!builtIn.equals(Optional.of(ModelType.LSTM)) && pooling != Pooling.LAST) {
            throw new ConfigurationException("pooling", "only lstm has states to pool; it may be last");
        }
        if (streamDim % 2 != 0) {
            throw new ConfigurationException("streamDim", streamDim + " is odd; it may be an even number");
        }
    }

    /** The built-in model; empty if {@code modelType} is the name of a class. */
    public Optional<ModelType> builtIn() {
        return ModelType.of(modelType);
    }

    /** Whether the model is a bag-of-tokens classifier, which is fitted in closed form, without epochs. */
    public boolean isBag() {
        return builtIn().equals(Optional.of(ModelType.BAG));
    }
}
