package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A model for one or several token streams. Each codebook's embeddings are averaged per time step, projected and
 * layer-normalized, and summed over the codebooks. Convolutions or a GRU follow, then mean, maximum and attention
 * pooling (concatenated), dropout and a linear layer. Optionally, linear layers on the codebooks'
 * {@link TokenFrequencies token frequencies} add to these outputs, or replace them.
 *
 * <p>Training drops tokens and whole codebooks of a clip, and shifts each clip circularly in time.
 *
 * @param streams the token streams, in the batch's order
 * @param steps number of time steps per clip, independent of its length
 * @param embeddingWidth dimension of the token embeddings
 * @param width dimension of the sum over the codebooks; even
 * @param nLabels number of outputs
 * @param mixer how time steps exchange information
 * @param tokenDropout probability of dropping a token in training
 * @param streamDropout probability of dropping a codebook of a clip in training
 * @param dropout dropout probability of the pooled values
 * @param frequencyMode whether token frequencies add to, or replace, the outputs of the sequence layers;
 *     {@link TokenFrequencyMode#ONLY} needs a codebook of more than two tokens
 * @param sequenceDropout probability of dropping the sequence layers' outputs for a clip in training, so that the
 *     frequency layers also learn on their own; only with {@link TokenFrequencyMode#ADDED}
 */
public record MultiStream(
        List<TokenStream> streams,
        int steps,
        int embeddingWidth,
        int width,
        int nLabels,
        StreamMixer mixer,
        double tokenDropout,
        double streamDropout,
        double dropout,
        TokenFrequencyMode frequencyMode,
        double sequenceDropout)
        implements Model {
    private static final int KERNEL_SIZE = 5;
    private static final int N_BLOCKS = 2;
    private static final int N_POOLINGS = 3;

    public MultiStream {
        streams = List.copyOf(streams);
        if (streams.isEmpty() || width % 2 != 0) {
            throw new IllegalArgumentException("there are " + streams.size() + " streams and width is " + width
                    + "; at least one stream is needed, and width must be even");
        }
        if (sequenceDropout > 0 && frequencyMode != TokenFrequencyMode.ADDED) {
            throw new IllegalArgumentException("sequenceDropout " + sequenceDropout
                    + " needs token frequencies in addition to the sequence layers (streamFrequencies=added)");
        }
        if (frequencyMode == TokenFrequencyMode.ONLY
                && TokenFrequencies.of("", streams).isEmpty()) {
            throw new IllegalArgumentException(
                    "streamFrequencies=only needs a codebook of more than two tokens, but the streams are "
                            + streams.stream().map(TokenStream::name).toList());
        }
    }

    /** A model without token frequencies. */
    public MultiStream(
            List<TokenStream> streams,
            int steps,
            int embeddingWidth,
            int width,
            int nLabels,
            StreamMixer mixer,
            double tokenDropout,
            double streamDropout,
            double dropout) {
        this(
                streams,
                steps,
                embeddingWidth,
                width,
                nLabels,
                mixer,
                tokenDropout,
                streamDropout,
                dropout,
                TokenFrequencyMode.NONE,
                0);
    }

    /**
     * Creates a model with the default sizes: 24 steps, embedding dimension 64, width 96, convolutions; dropout 0.2 for
     * tokens and codebooks, 0.5 for pooled values.
     */
    public static MultiStream classifier(List<TokenStream> streams, int nLabels) {
        return new MultiStream(streams, 24, 64, 96, nLabels, StreamMixer.CONVOLUTION, 0.2, 0.2, 0.5);
    }

    private List<StepEmbedding> embeddings() {
        return frequencyMode == TokenFrequencyMode.ONLY ? List.of() : StepEmbedding.of("embedding.", streams, steps);
    }

    private List<TokenFrequencies> tokenFrequencies() {
        return frequencyMode == TokenFrequencyMode.NONE ? List.of() : TokenFrequencies.of("frequencies.", streams);
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        if (frequencyMode == TokenFrequencyMode.ONLY) {
            specs.add(new ParameterSpec("output.bias", new Shape(nLabels), new Initializer.Constant(0)));
        } else {
            specs.addAll(sequenceParameters());
        }
        for (TokenFrequencies layer : tokenFrequencies()) {
            specs.addAll(layer.parameters(nLabels));
        }
        return specs;
    }

    private List<ParameterSpec> sequenceParameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        for (StepEmbedding embedding : embeddings()) {
            specs.addAll(embedding.parameters(embeddingWidth));
            specs.addAll(ParameterSpec.linear(embedding.name() + ".linear", embeddingWidth, width));
            specs.addAll(ParameterSpec.layerNorm(embedding.name() + ".norm", width));
        }
        switch (mixer) {
            case CONVOLUTION -> {
                for (int block = 0; block < N_BLOCKS; block++) {
                    String name = "blocks." + block;
                    specs.addAll(ParameterSpec.conv1d(name + ".depthwise", width, width, KERNEL_SIZE, width));
                    specs.addAll(ParameterSpec.conv1d(name + ".pointwise", width, width, 1, 1));
                    specs.addAll(ParameterSpec.batchNorm(name + ".norm", width));
                }
            }
            case GRU -> {
                specs.addAll(ParameterSpec.gru("gru", "l0", width, width / 2));
                specs.addAll(ParameterSpec.gru("gru", "l0_reverse", width, width / 2));
            }
            case NONE -> {}
        }
        specs.addAll(ParameterSpec.linear("attention", width, 1));
        specs.addAll(ParameterSpec.linear("output", N_POOLINGS * width, nLabels));
        return specs;
    }

    @Override
    public Optional<String> outputLayer() {
        return Optional.of("output");
    }

    @Override
    public List<String> embeddingLayers() {
        return embeddings().stream().map(StepEmbedding::name).toList();
    }

    @Override
    public NDArray logits(ForwardPass pass, Batch batch) {
        if (batch.streams().size() != streams.size()) {
            throw new IllegalArgumentException("the model reads " + streams.size()
                    + " token streams, but the batch has " + batch.streams().size());
        }
        return switch (frequencyMode) {
            case NONE -> sequenceOutputs(pass, batch);
            case ADDED -> addFrequencies(pass, batch, dropSequences(pass, sequenceOutputs(pass, batch)));
            case ONLY -> addFrequencies(pass, batch, pass.parameter("output.bias"));
        };
    }

    private NDArray sequenceOutputs(ForwardPass pass, Batch batch) {
        Layers layers = pass.layers();
        NDArray states =
                switch (mixer) {
                    case CONVOLUTION -> convolve(layers, sumEmbeddings(pass, batch));
                    case GRU -> applyGru(pass, sumEmbeddings(pass, batch));
                    case NONE -> sumEmbeddings(pass, batch);
                };
        NDArray pooled = SequencePooling.mean(states)
                .concat(SequencePooling.max(states), 1)
                .concat(SequencePooling.attention(layers, "attention", states), 1);
        return layers.linear("output", pass.dropout(pooled, dropout));
    }

    /** Adds the outputs of the token-frequency layers, (clips, labels). */
    private NDArray addFrequencies(ForwardPass pass, Batch batch, NDArray outputs) {
        NDArray sum = outputs;
        for (TokenFrequencies layer : tokenFrequencies()) {
            NDArray frequencyOutputs = layer.apply(pass, batch, tokenDropout);
            sum = dropCodebooks(pass, frequencyOutputs, batch.size()).add(sum);
        }
        return sum;
    }

    /**
     * Zeroes a clip's outputs with probability {@code sequenceDropout} in a training pass, without rescaling the
     * outputs of the other clips.
     */
    private NDArray dropSequences(ForwardPass pass, NDArray outputs) {
        Optional<RandomGenerator> random = pass.random();
        if (random.isEmpty() || sequenceDropout == 0) {
            return outputs;
        }
        float[] factors = new float[(int) outputs.getShape().get(0)];
        for (int clip = 0; clip < factors.length; clip++) {
            factors[clip] = random.get().nextDouble() < sequenceDropout ? 0 : 1;
        }
        return outputs.mul(pass.manager().create(factors, new Shape(factors.length, 1)));
    }

    /**
     * Applies dropout to one codebook's values in a training pass: with probability {@code streamDropout}, all values
     * of a clip become 0. The first axis of {@code values} is the clips.
     */
    private NDArray dropCodebooks(ForwardPass pass, NDArray values, int clips) {
        if (streamDropout == 0 || !pass.training()) {
            return values;
        }
        long[] shape = new long[values.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = clips;
        return values.mul(pass.dropout(pass.manager().ones(new Shape(shape)), streamDropout));
    }

    /** Returns the sum of the codebooks' embeddings at each step: (clips, steps, width). */
    private NDArray sumEmbeddings(ForwardPass pass, Batch batch) {
        Layers layers = pass.layers();
        int[] shifts = shifts(pass, batch);
        NDArray sum = null;
        for (StepEmbedding embedding : embeddings()) {
            NDArray vectors = embedding.embed(pass, batch, tokenDropout, shifts);
            NDArray linear = layers.linear(embedding.name() + ".linear", vectors);
            NDArray codebookStates = layers.layerNorm(embedding.name() + ".norm", linear);
            codebookStates = dropCodebooks(pass, codebookStates, batch.size());
            sum = sum == null ? codebookStates : sum.add(codebookStates);
        }
        return Objects.requireNonNull(sum, "a model has at least one stream");
    }

    private int[] shifts(ForwardPass pass, Batch batch) {
        int[] shifts = new int[batch.size()];
        Optional<RandomGenerator> random = pass.random();
        for (int clip = 0; random.isPresent() && clip < shifts.length; clip++) {
            shifts[clip] = random.get().nextInt(steps);
        }
        return shifts;
    }

    private NDArray convolve(Layers layers, NDArray states) {
        NDArray channels = states.transpose(0, 2, 1);
        for (int block = 0; block < N_BLOCKS; block++) {
            String name = "blocks." + block;
            NDArray mixed = layers.conv1d(name + ".depthwise", channels, width);
            NDArray normalized = layers.batchNorm(name + ".norm", layers.conv1d(name + ".pointwise", mixed, 1));
            channels = channels.add(Layers.gelu(normalized));
        }
        return channels.transpose(0, 2, 1);
    }

    private NDArray applyGru(ForwardPass pass, NDArray states) {
        Layers layers = pass.layers();
        NDArray forward = states.transpose(1, 0, 2);
        List<NDArray> directions = pass.fork(
                List.of(forward, forward),
                true,
                List.of(
                        input -> layers.gru("gru", "l0", input),
                        input -> layers.gru("gru", "l0_reverse", input.flip(0))));
        return directions.getFirst().concat(directions.getLast().flip(0), 2).transpose(1, 0, 2);
    }
}
