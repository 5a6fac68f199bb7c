package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * BERT's encoder (Devlin et al., 2019) with a linear classifier on the first position: the original Python
 * implementation's {@code CustomBertClassifier} on Hugging Face's {@code BertModel}.
 *
 * <p>The classifier reads only the first position of the last layer. The last layer therefore computes keys and values
 * for all positions, and everything else for the first position only. Logits and gradients are unchanged; with one
 * layer this saves most of the computation.
 *
 * <p>As in {@code BertModel}, token 0 is the padding token, and its embedding gets no gradient. The pooler's parameters
 * exist but are unused.
 *
 * @param vocabularySize number of tokens
 * @param hiddenSize hidden size of the encoder
 * @param numHeads number of attention heads
 * @param numLayers number of encoder layers
 * @param nLabels number of outputs
 * @param frameWidth number of mel bands, if the input is frames, which are projected to the hidden size; 0 if the input
 *     is tokens
 * @param countPadding whether padding is attended to as token 0, as in the original, which creates its mask after
 *     padding and therefore masks nothing
 */
public record Bert(
        int vocabularySize,
        int hiddenSize,
        int numHeads,
        int numLayers,
        int nLabels,
        int frameWidth,
        boolean countPadding)
        implements Model {
    private static final int MAX_POSITIONS = 512;
    private static final int INTERMEDIATE_SIZE = 3072;
    /** Epsilon of layer normalization. */
    static final double EPSILON = 1e-12;

    private static final double INITIALIZER_RANGE = 0.02;
    private static final double DROPOUT = 0.1;
    private static final String ENCODER = "bert.";
    private static final String EMBEDDINGS = ENCODER + "embeddings.";

    /** The token embedding layer. */
    static final String WORD_EMBEDDINGS = EMBEDDINGS + "word_embeddings";

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(new ParameterSpec(
                WORD_EMBEDDINGS + ".weight",
                new Shape(vocabularySize, hiddenSize),
                new Initializer.NormalExceptFirstRow(INITIALIZER_RANGE, hiddenSize),
                frameWidth == 0));
        specs.add(normal(EMBEDDINGS + "position_embeddings.weight", MAX_POSITIONS, hiddenSize));
        specs.add(normal(EMBEDDINGS + "token_type_embeddings.weight", 2, hiddenSize));
        specs.addAll(ParameterSpec.layerNorm(EMBEDDINGS + "LayerNorm", hiddenSize));
        for (int layer = 0; layer < numLayers; layer++) {
            String name = layerPrefix(layer);
            specs.addAll(linear(name + "attention.self.query", hiddenSize, hiddenSize, true));
            specs.addAll(linear(name + "attention.self.key", hiddenSize, hiddenSize, true));
            specs.addAll(linear(name + "attention.self.value", hiddenSize, hiddenSize, true));
            specs.addAll(linear(name + "attention.output.dense", hiddenSize, hiddenSize, true));
            specs.addAll(ParameterSpec.layerNorm(name + "attention.output.LayerNorm", hiddenSize));
            specs.addAll(linear(name + "intermediate.dense", hiddenSize, INTERMEDIATE_SIZE, true));
            specs.addAll(linear(name + "output.dense", INTERMEDIATE_SIZE, hiddenSize, true));
            specs.addAll(ParameterSpec.layerNorm(name + "output.LayerNorm", hiddenSize));
        }
        specs.addAll(linear("bert.pooler.dense", hiddenSize, hiddenSize, false));
        specs.addAll(ParameterSpec.linear("classifier", hiddenSize, nLabels));
        if (frameWidth > 0) {
            specs.addAll(ParameterSpec.linear("projection", frameWidth, hiddenSize));
        }
        return specs;
    }

    private static String layerPrefix(int layer) {
        return "bert.encoder.layer." + layer + ".";
    }

    /** Returns whether a parameter belongs to the encoder, not to the classifier or the frame projection. */
    public static boolean isEncoderParameter(String name) {
        return name.startsWith(ENCODER);
    }

    private static ParameterSpec normal(String name, int rows, int columns) {
        return new ParameterSpec(name, new Shape(rows, columns), new Initializer.Normal(INITIALIZER_RANGE), true);
    }

    /** Declares {@code nn.Linear} with BERT's initialization. */
    static List<ParameterSpec> linear(String name, int inputs, int outputs, boolean trained) {
        return List.of(
                new ParameterSpec(
                        name + ".weight",
                        new Shape(outputs, inputs),
                        new Initializer.Normal(INITIALIZER_RANGE),
                        trained),
                new ParameterSpec(name + ".bias", new Shape(outputs), new Initializer.Constant(0), trained));
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("classifier");
    }

    @Override
    public List<String> embeddingLayers() {
        return frameWidth == 0 ? List.of(WORD_EMBEDDINGS) : List.of();
    }

    @Override
    public int maxFrames() {
        return MAX_POSITIONS;
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch batch) {
        return pass.layers().linear("classifier", states(pass, batch, true).squeeze(1));
    }

    /** Returns the last hidden states, with padding masked: (clips, frames, hiddenSize). */
    public NDArray states(ForwardPass pass, Batch batch) {
        return states(pass, batch, false);
    }

    /** @param firstOnly whether the last layer computes the first position only: (clips, 1, hiddenSize) */
    private NDArray states(ForwardPass pass, Batch padded, boolean firstOnly) {
        Batch batch = countPadding ? padded.withCountedPadding() : padded;
        NDArray states = pass.dropout(embeddings(pass, pass.layers(), batch), DROPOUT);
        NDArray bias = batch.isUnpadded() ? null : batch.attentionBias(pass.manager());
        for (int layer = 0; layer < numLayers; layer++) {
            boolean isLast = layer == numLayers - 1;
            NDArray queries = isLast && firstOnly ? states.get(new NDIndex(":, 0:1")) : states;
            states = encode(pass, layerPrefix(layer), queries, states, bias);
        }
        return states;
    }

    /** Computes the layer-normalized sum of word, token type and position embeddings: (clips, frames, hiddenSize). */
    private NDArray embeddings(ForwardPass pass, Layers layers, Batch batch) {
        NDArray input = batch.clipMajor(pass.manager());
        NDArray words;
        if (frameWidth > 0) {
            words = layers.linear("projection", input);
        } else {
            NDArray rows = layers.embedding(WORD_EMBEDDINGS, input);
            NDArray padding = pass.manager().zeros(new Shape(), DataType.INT64);
            NDArray vectors = NDArrays.where(
                    input.neq(padding).expandDims(-1).broadcast(rows.getShape()), rows, rows.stopGradient());
            words = batch.tokens().mixture(pass.manager(), vectors, new Shape(batch.size(), 1, 1));
        }
        NDArray types =
                pass.parameter(EMBEDDINGS + "token_type_embeddings.weight").get(0);
        NDArray positions =
                pass.parameter(EMBEDDINGS + "position_embeddings.weight").get(new NDIndex("0:" + batch.maxLength()));
        return layers.layerNorm(EMBEDDINGS + "LayerNorm", words.add(types).add(positions), EPSILON);
    }

    /**
     * Computes one encoder layer.
     *
     * @param queries hidden states of the positions to compute
     * @param states hidden states of all positions
     * @param bias attention bias: 0 for frames, strongly negative for padding; null if there is no padding
     */
    private NDArray encode(ForwardPass pass, String name, NDArray queries, NDArray states, @Nullable NDArray bias) {
        Layers layers = pass.layers();
        NDArray query = heads(layers.linear(name + "attention.self.query", queries));
        NDArray key = heads(layers.linear(name + "attention.self.key", states));
        NDArray value = heads(layers.linear(name + "attention.self.value", states));
        NDArray scores = Attention.scores(pass, query, key);
        if (bias != null) {
            scores = scores.add(bias);
        }
        NDArray attention = pass.dropout(scores.softmax(3), DROPOUT);
        NDArray context = Attention.mergeHeads(layers.matMul(attention, value));
        NDArray projected = pass.dropout(layers.linear(name + "attention.output.dense", context), DROPOUT);
        NDArray attentionOutput =
                layers.layerNorm(name + "attention.output.LayerNorm", projected.add(queries), EPSILON);
        NDArray intermediate = Layers.gelu(layers.linear(name + "intermediate.dense", attentionOutput));
        NDArray output = pass.dropout(layers.linear(name + "output.dense", intermediate), DROPOUT);
        return layers.layerNorm(name + "output.LayerNorm", output.add(attentionOutput), EPSILON);
    }

    private NDArray heads(NDArray states) {
        return Attention.splitHeads(states, numHeads);
    }
}
