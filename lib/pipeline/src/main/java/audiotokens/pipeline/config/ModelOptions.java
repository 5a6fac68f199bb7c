package audiotokens.pipeline.config;

import audiotokens.model.Pooling;
import audiotokens.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The classifier: its kind, its input and its sizes. */
public record ModelOptions(
        @Option(value = "Classifier: lstm, bert, simple, cnn or baseline", standard = "lstm") ModelType modelType,
        @Option(
                        value = "Input: TokenizedSpecDataset, RawSTFTDataset or RawSTFTFlatDataset",
                        standard = "TokenizedSpecDataset")
                DatasetType datasetType,
        @Option(value = "Feed the frames themselves in place of learned embeddings (lstm, bert)", standard = "false")
                boolean usePrecomputedEmbeddings,
        @Option(value = "Layers of the LSTM or of BERT", standard = "1", min = 1, max = 48) int numLayers,
        @Option(value = "Width of BERT and of the simple model", standard = "768", min = 1, max = 8192) int hiddenSize,
        @Option(value = "Attention heads of BERT", standard = "12", min = 1, max = 128) int numHeads,
        @Option(value = "Width of the LSTM's token embedding", standard = "256", min = 1, max = 8192) int lstmEmbedDim,
        @Option(value = "Width of the LSTM, per direction", standard = "512", min = 1, max = 8192) int lstmHiddenDim,
        @Option(
                        value = "Share of the last layer's inputs dropped in training (lstm)",
                        standard = "0",
                        min = 0,
                        max = 0.99)
                double dropout,
        @Option(
                        value = "How the LSTM's states become one vector: last, mean, max, meanmax or attention",
                        standard = "last")
                Pooling pooling,
        @Option(
                        value =
                                "Count padding as token 0, as the original: a clip's score then depends on its batch (lstm, bert, simple)",
                        standard = "false")
                boolean countPadding,
        @Option(
                        value = "Frames of each clip that cnn and baseline are given; 0 is the longest training clip's",
                        standard = "0",
                        min = 0,
                        max = 1000000)
                int inputFrames,
        @Option(
                        value = "Weights that training starts from: .safetensors, or a PyTorch state dict (.pth); empty"
                                + " draws them by the seed",
                        standard = "")
                List<Path> startFrom) {

    public ModelOptions {
        startFrom = List.copyOf(startFrom);
        if (startFrom.size() > 1) {
            throw new ConfigurationException("startFrom", "one file of weights is possible, not " + startFrom.size());
        }
        if (!modelType.accepts(datasetType, usePrecomputedEmbeddings)) {
            throw new ConfigurationException(
                    "datasetType",
                    modelType.name().toLowerCase(Locale.ROOT) + " does not take " + datasetType
                            + (usePrecomputedEmbeddings ? " as precomputed embeddings" : "")
                            + "; it may be: lstm, bert or simple with TokenizedSpecDataset; lstm or bert with"
                            + " RawSTFTDataset and usePrecomputedEmbeddings=true; cnn with RawSTFTDataset; baseline"
                            + " with RawSTFTFlatDataset");
        }
        if (modelType == ModelType.BERT && hiddenSize % numHeads != 0) {
            throw new ConfigurationException(
                    "hiddenSize", hiddenSize + " does not divide by numHeads (" + numHeads + "); it may be a multiple");
        }
        if (modelType != ModelType.LSTM && pooling != Pooling.LAST) {
            throw new ConfigurationException("pooling", "only lstm has states to pool; it may be last");
        }
    }
}
