package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Embeds the streams of one codebook at a fixed number of time steps per clip, independent of the clip's length and the
 * streams' hops. A step's vector is the weighted mean of the embeddings of its tokens.
 *
 * <p>Step s averages tokens ⌊s·n/N⌋ to ⌈(s+1)·n/N⌉ (exclusive) of a stream's n tokens, as
 * {@code nn.AdaptiveAvgPool1d(N)} does; a stream with fewer tokens than steps repeats its tokens. A clip without tokens
 * in any stream gets zero vectors.
 *
 * <p>The step vectors are computed as (token weights per step) × (embedding matrix), over the tokens that occur in the
 * batch.
 *
 * @param name name of the embedding layer
 * @param streams indices of the codebook's streams in {@link Batch#streams()}
 * @param weights weights of the streams
 * @param vocabularySize number of tokens in the codebook
 * @param steps number of time steps N
 */
public record StepEmbedding(String name, List<Integer> streams, List<Double> weights, int vocabularySize, int steps) {
    public StepEmbedding {
        streams = List.copyOf(streams);
        weights = List.copyOf(weights);
        if (streams.isEmpty() || weights.size() != streams.size() || steps < 1) {
            throw new IllegalArgumentException("invalid embedding: " + streams.size() + " streams, " + weights.size()
                    + " weights, " + steps + " steps");
        }
    }

    /**
     * Creates one embedding per codebook, ordered by the first of {@code streams} that uses it. An embedding layer's
     * name is {@code prefix} followed by the codebook's name.
     */
    public static List<StepEmbedding> of(String prefix, List<TokenStream> streams, int steps) {
        List<StepEmbedding> embeddings = new ArrayList<>();
        for (String codebook :
                streams.stream().map(TokenStream::codebook).distinct().toList()) {
            List<Integer> positions = IntStream.range(0, streams.size())
                    .filter(index -> streams.get(index).codebook().equals(codebook))
                    .boxed()
                    .toList();
            List<Double> weights =
                    positions.stream().map(index -> streams.get(index).weight()).toList();
            int vocabularySize = streams.get(positions.getFirst()).vocabularySize();
            embeddings.add(new StepEmbedding(prefix + codebook, positions, weights, vocabularySize, steps));
        }
        return List.copyOf(embeddings);
    }

    /** Returns the embedding's parameter. Before training, rows have a mean L2 norm of 1, as centroids do. */
    public List<ParameterSpec> parameters(int features) {
        return List.of(new ParameterSpec(
                name + ".weight",
                new Shape(vocabularySize, features),
                new Initializer.Normal(1 / Math.sqrt(features))));
    }

    /**
     * Returns the embeddings: (clips, steps, features).
     *
     * @param tokenDropout probability of excluding a token from the average in a training pass
     * @param shifts circular shift of each clip, in steps: (clips,)
     */
    public NDArray embed(ForwardPass pass, Batch batch, double tokenDropout, int[] shifts) {
        int[] columns = new int[vocabularySize];
        long[] tokens = tokens(batch, columns);
        StepWeights stepWeights = new StepWeights(batch.size() * steps, tokens.length);
        Optional<RandomGenerator> random = tokenDropout == 0 ? Optional.empty() : pass.random();
        for (int clip = 0; clip < batch.size(); clip++) {
            for (int step = 0; step < steps; step++) {
                int row = clip * steps + Math.floorMod(step + shifts[clip], steps);
                for (int index = 0; index < streams.size(); index++) {
                    Batch.TokenBatch stream = batch.streams().get(streams.get(index));
                    addTokens(stepWeights, row, stream, clip, step, weights.get(index), columns, tokenDropout, random);
                }
            }
        }
        NDManager manager = pass.manager();
        NDArray rows = pass.layers().embedding(name, manager.create(tokens));
        NDArray sums = pass.layers()
                .matMul(
                        manager.create(stepWeights.values(), new Shape(stepWeights.rows(), stepWeights.columns())),
                        rows);
        NDArray scales = manager.create(stepWeights.scales(), new Shape(stepWeights.rows(), 1));
        return sums.mul(scales).reshape(batch.size(), steps, rows.getShape().get(1));
    }

    /** Weight of each token (column) in each step of each clip (row), and the sum of each row. */
    private record StepWeights(int rows, int columns, float[] values, double[] sums) {
        StepWeights(int rows, int columns) {
            this(rows, columns, new float[rows * columns], new double[rows]);
        }

        /** Returns the factors that make each row sum to 1; 0 for empty rows. */
        float[] scales() {
            float[] scales = new float[rows];
            for (int row = 0; row < rows; row++) {
                scales[row] = sums[row] == 0 ? 0 : (float) (1 / sums[row]);
            }
            return scales;
        }
    }

    /** Adds one stream's tokens at one step of one clip. */
    private void addTokens(
            StepWeights stepWeights,
            int row,
            Batch.TokenBatch stream,
            int clip,
            int step,
            double streamWeight,
            int[] columns,
            double dropout,
            Optional<RandomGenerator> random) {
        int length = stream.lengths()[clip];
        int from = step * length / steps;
        int end = Math.ceilDiv((step + 1) * length, steps);
        double clipWeight = stream.weights()[clip];
        double weight = streamWeight / (end - from);
        for (int token = from; token < end; token++) {
            if (random.isPresent() && random.get().nextDouble() < dropout) {
                continue;
            }
            int index = clip * stream.maxLength() + token;
            int rowStart = row * stepWeights.columns();
            int column = columns[(int) stream.ids()[index]];
            int partnerColumn = columns[(int) stream.partnerIds()[index]];
            stepWeights.values()[rowStart + column] += (float) (weight * clipWeight);
            stepWeights.values()[rowStart + partnerColumn] += (float) (weight * (1 - clipWeight));
            stepWeights.sums()[row] += weight;
        }
    }

    /**
     * Returns the distinct tokens in the batch, or token 0 if there are none, and writes the index of each token to
     * {@code columns}.
     */
    private long[] tokens(Batch batch, int[] columns) {
        Arrays.fill(columns, -1);
        long[] tokens = new long[vocabularySize];
        int count = 0;
        for (int index : streams) {
            Batch.TokenBatch stream = batch.streams().get(index);
            for (int clip = 0; clip < stream.size(); clip++) {
                int from = clip * stream.maxLength();
                for (int i = from; i < from + stream.lengths()[clip]; i++) {
                    count = assignColumn(stream.ids()[i], columns, tokens, count);
                    count = assignColumn(stream.partnerIds()[i], columns, tokens, count);
                }
            }
        }
        return Arrays.copyOf(tokens, Math.max(1, count));
    }

    private static int assignColumn(long token, int[] columns, long[] tokens, int count) {
        if (columns[(int) token] >= 0) {
            return count;
        }
        columns[(int) token] = count;
        tokens[count] = token;
        return count + 1;
    }
}
