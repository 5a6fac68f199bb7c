package audiotokens.pipeline.config;

import audiotokens.model.LabelOutput;
import audiotokens.model.Pooling;
import audiotokens.model.StreamMixer;
import audiotokens.model.TokenFrequencyMode;
import audiotokens.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options of the model: type, input and sizes. */
public record ModelOptions(
        @Option(
                        value =
                                "Model: lstm, bert, simple, cnn, baseline, streams, bag, or the name of a class that implements ModelFactory",
                        defaultValue = "lstm")
                String modelType,
        @Option(
                        value = "Input: TokenizedSpecDataset, RawSTFTDataset or RawSTFTFlatDataset",
                        defaultValue = "TokenizedSpecDataset")
                DatasetType datasetType,
        @Option(value = "Use frames directly instead of learned embeddings (lstm, bert)", defaultValue = "false")
                boolean usePrecomputedEmbeddings,
        @Option(value = "Number of layers (lstm, bert)", defaultValue = "1", min = 1, max = 48) int numLayers,
        @Option(value = "Hidden size (bert, simple)", defaultValue = "768", min = 1, max = 8192) int hiddenSize,
        @Option(value = "Number of attention heads (bert)", defaultValue = "12", min = 1, max = 128) int numHeads,
        @Option(value = "Embedding size (lstm)", defaultValue = "256", min = 1, max = 8192) int lstmEmbedDim,
        @Option(value = "Hidden size per direction (lstm)", defaultValue = "512", min = 1, max = 8192)
                int lstmHiddenDim,
        @Option(value = "Dropout before the last layer (lstm, streams)", defaultValue = "0", min = 0, max = 0.99)
                double dropout,
        @Option(value = "Pooling of the LSTM's states: last, mean, max, meanmax or attention", defaultValue = "last")
                Pooling pooling,
        @Option(
                        value =
                                "Treat padding as token 0, like the original; a clip's score then depends on its batch (lstm, bert, simple)",
                        defaultValue = "false")
                boolean countPadding,
        @Option(
                        value = "Input frames per clip (cnn, baseline); 0 uses the length of the longest training clip",
                        defaultValue = "0",
                        min = 0,
                        max = 1000000)
                int inputFrames,
        @Option(value = "Time steps per clip (streams)", defaultValue = "24", min = 1, max = 4096) int streamSteps,
        @Option(value = "Embedding size (streams)", defaultValue = "64", min = 1, max = 8192) int streamEmbedDim,
        @Option(
                        value = "Size of a time step's vector, the sum over the codebooks; an even number (streams)",
                        defaultValue = "96",
                        min = 2,
                        max = 8192)
                int streamDim,
        @Option(value = "Layer over the time steps: convolution, gru or none (streams)", defaultValue = "convolution")
                StreamMixer streamMixer,
        @Option(value = "Fraction of tokens dropped in training (streams)", defaultValue = "0.2", min = 0, max = 0.99)
                double tokenDropout,
        @Option(
                        value = "Fraction of a clip's codebooks dropped in training (streams)",
                        defaultValue = "0.2",
                        min = 0,
                        max = 0.99)
                double streamDropout,
        @Option(
                        value = "Linear layers on the square roots of each codebook's token frequencies: none, added"
                                + " (to the sequence layers' outputs) or only (instead of the sequence layers)"
                                + " (streams)",
                        defaultValue = "none")
                TokenFrequencyMode streamFrequencies,
        @Option(
                        value =
                                "Fraction of clips whose sequence layers are dropped in training, with streamFrequencies=added (streams)",
                        defaultValue = "0",
                        min = 0,
                        max = 0.99)
                double sequenceDropout,
        @Option(
                        value =
                                "Probabilities of labels: sigmoid, with binary cross-entropy; or softmax, with cross-entropy, for clips with exactly one label",
                        defaultValue = "sigmoid")
                LabelOutput labelOutput,
        @Option(
                        value = "Initial weights: .safetensors, or a PyTorch state dict (.pth); empty for random"
                                + " initialization with the seed",
                        defaultValue = "")
                List<Path> startFrom) {

    public ModelOptions {
        startFrom = List.copyOf(startFrom);
        if (startFrom.size() > 1) {
            throw new ConfigurationException("startFrom", "expected one weight file, not " + startFrom.size());
        }
        modelType = ClassName.canonicalName("modelType", modelType, ModelType.configNames());
        Optional<ModelType> builtIn = ModelType.of(modelType);
        if (builtIn.equals(Optional.of(ModelType.BAG)) && !startFrom.isEmpty()) {
            throw new ConfigurationException("startFrom", "a bag classifier has no initial weights; it must be empty");
        }
        if (builtIn.isPresent() && !builtIn.get().accepts(datasetType, usePrecomputedEmbeddings)) {
            throw new ConfigurationException(
                    "datasetType",
                    modelType + " does not support " + datasetType
                            + (usePrecomputedEmbeddings ? " as precomputed embeddings" : "")
                            + "; supported are lstm, bert, simple, streams or bag with TokenizedSpecDataset; lstm or bert with"
                            + " RawSTFTDataset and usePrecomputedEmbeddings=true; cnn with RawSTFTDataset; baseline"
                            + " with RawSTFTFlatDataset");
        }
        if (builtIn.equals(Optional.of(ModelType.BERT)) && hiddenSize % numHeads != 0) {
            throw new ConfigurationException(
                    "hiddenSize",
                    hiddenSize + " is not divisible by numHeads (" + numHeads + "); it must be a multiple of numHeads");
        }
        if (!builtIn.equals(Optional.of(ModelType.LSTM)) && pooling != Pooling.LAST) {
            throw new ConfigurationException("pooling", "only lstm supports pooling; it must be last");
        }
        if (labelOutput == LabelOutput.SOFTMAX && (builtIn.isEmpty() || builtIn.get() == ModelType.BAG)) {
            throw new ConfigurationException(
                    "labelOutput",
                    builtIn.isEmpty()
                            ? "softmax does not apply to a model of your own, which can be wrapped in SoftmaxOutput;"
                                    + " it must be sigmoid"
                            : "a bag classifier always computes sigmoid scores; it must be sigmoid");
        }
        if (sequenceDropout > 0 && streamFrequencies != TokenFrequencyMode.ADDED) {
            throw new ConfigurationException(
                    "sequenceDropout", "requires streamFrequencies=added; otherwise it must be 0");
        }
        if (streamDim % 2 != 0) {
            throw new ConfigurationException("streamDim", streamDim + " is odd; it must be an even number");
        }
    }

    /** Returns the built-in model; empty if {@code modelType} is the name of a class. */
    public Optional<ModelType> builtIn() {
        return ModelType.of(modelType);
    }

    /** Returns whether the model is a bag-of-tokens classifier, which is fitted in closed form, without epochs. */
    public boolean isBag() {
        return builtIn().equals(Optional.of(ModelType.BAG));
    }
}
