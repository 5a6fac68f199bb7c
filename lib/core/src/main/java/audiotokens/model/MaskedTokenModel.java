package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import audiotokens.file.SafetensorsFile.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * BERT's encoder with a masked language modeling head, for pre-training without labels. The head applies linear, GELU
 * and layer normalization to a masked position's hidden state, multiplies by the token embeddings and adds a bias per
 * token. Parameter names are those of Hugging Face's {@code BertForMaskedLM}. Source: Devlin et al., "BERT:
 * Pre-training of Deep Bidirectional Transformers", 2019.
 *
 * @param classifier the classifier whose encoder is pre-trained; its input must be tokens
 */
public record MaskedTokenModel(Bert classifier) {
    private static final String HEAD = "cls.predictions.";

    public MaskedTokenModel {
        if (classifier.frameWidth() > 0) {
            throw new IllegalArgumentException("masked token modeling needs tokens, but the model reads frames");
        }
    }

    /** Returns the same encoder with one more token, the mask token. */
    private Bert encoder() {
        return new Bert(
                classifier.vocabularySize() + 1,
                classifier.hiddenSize(),
                classifier.numHeads(),
                classifier.numLayers(),
                classifier.nLabels(),
                0,
                classifier.countPadding());
    }

    /** Returns the maximum number of tokens per clip; longer clips are cropped. */
    public int maxFrames() {
        return classifier.maxFrames();
    }

    /** Returns the parameters, in the order in which they are initialized. */
    public List<ParameterSpec> parameters() {
        int hiddenSize = classifier.hiddenSize();
        List<ParameterSpec> specs = new ArrayList<>();
        encoder().parameters().stream()
                .filter(spec -> Bert.isEncoderParameter(spec.name()))
                .forEach(specs::add);
        specs.addAll(Bert.linear(HEAD + "transform.dense", hiddenSize, hiddenSize, true));
        specs.addAll(ParameterSpec.layerNorm(HEAD + "transform.LayerNorm", hiddenSize));
        specs.add(new ParameterSpec(
                HEAD + "bias", new Shape(classifier.vocabularySize()), new Initializer.Constant(0), true));
        return specs;
    }

    /**
     * Returns the logits of each masked token: (masked tokens of all clips, vocabularySize).
     *
     * @param clips clips of at most maxFrames tokens
     */
    public NDArray logits(ForwardPass pass, List<MaskedTokens> clips) {
        Layers layers = pass.layers();
        Batch batch = Batch.of(
                clips.stream().map(clip -> new ClipInput.Tokens(clip.inputs())).toList(), 0);
        NDArray states = encoder().states(pass, batch);
        NDArray rows = states.reshape(-1, classifier.hiddenSize());
        NDArray positions = pass.manager().create(positions(clips, batch.maxLength()));
        NDArray hidden = Layers.rows(rows, positions);
        NDArray transformed = layers.layerNorm(
                HEAD + "transform.LayerNorm",
                Layers.gelu(layers.linear(HEAD + "transform.dense", hidden)),
                Bert.EPSILON);
        NDArray words =
                pass.parameter(Bert.WORD_EMBEDDINGS + ".weight").get(new NDIndex("0:" + classifier.vocabularySize()));
        return transformed.matMul(words.transpose()).add(pass.parameter(HEAD + "bias"));
    }

    /** Returns the row indices of the masked positions in a batch padded to {@code maxLength}. */
    private static long[] positions(List<MaskedTokens> clips, int maxLength) {
        List<Long> positions = new ArrayList<>();
        for (int clip = 0; clip < clips.size(); clip++) {
            for (int position : clips.get(clip).positions()) {
                positions.add((long) clip * maxLength + position);
            }
        }
        return positions.stream().mapToLong(Long::longValue).toArray();
    }

    /** Returns the tokens at the masked positions before masking: the target of each row of {@link #logits}. */
    public static long[] targets(List<MaskedTokens> clips) {
        return clips.stream()
                .flatMapToLong(clip -> Arrays.stream(clip.targets()))
                .toArray();
    }

    /** Returns the mean cross-entropy of the masked tokens, in nats. */
    public static NDArray loss(ForwardPass pass, NDArray logits, long[] targets) {
        NDArray ids =
                pass.manager().create(targets, new Shape(targets.length, 1)).toType(DataType.INT64, false);
        return logits.logSoftmax(1).gather(ids, 1).neg().mean();
    }

    /** Returns the encoder's weights for the classifier, by name: all but the head and the mask token's embedding. */
    public SequencedMap<String, Tensor> encoderWeights(Map<String, Tensor> weights) {
        SequencedMap<String, Tensor> encoder = new LinkedHashMap<>();
        for (ParameterSpec spec : classifier.parameters()) {
            if (Bert.isEncoderParameter(spec.name())) {
                float[] values = Objects.requireNonNull(weights.get(spec.name()), spec.name())
                        .values();
                int size = Math.toIntExact(spec.shape().size());
                encoder.put(spec.name(), new Tensor(spec.shape().getShape(), Arrays.copyOf(values, size)));
            }
        }
        return encoder;
    }
}
