package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.token.TokenStream;
import java.util.List;

/**
 * A linear layer on the square roots of a codebook's token frequencies in each clip, the features of the Hellinger
 * kernel on token histograms. Square roots keep rare tokens from vanishing beside frequent ones. A smaller codebook has
 * fewer weights, and AdamW changes each weight by a similar amount per step, so a smaller codebook's inputs are scaled
 * up.
 *
 * <p>For mixed clips, the square roots of both clips' frequencies are averaged with the mixup weight. A clip without
 * tokens gets 0.
 *
 * @param name name of the layer
 * @param streams indices of the codebook's streams in {@link Batch#streams()}
 * @param weights weights of the streams' tokens
 * @param vocabularySize number of tokens in the codebook
 * @param scale factor of the inputs
 */
record TokenFrequencies(String name, List<Integer> streams, List<Double> weights, int vocabularySize, double scale) {

    /**
     * Creates one layer per codebook, ordered by the first of {@code streams} that uses it, except for codebooks of two
     * tokens, whose tokens only mark a fixed proportion of the positions, such as the loudest 25%. A layer's name is
     * {@code prefix} followed by the codebook's name. The scale is √(V / v) for a codebook of v tokens, if the largest
     * codebook has V tokens.
     */
    static List<TokenFrequencies> of(String prefix, List<TokenStream> streams) {
        double largest =
                streams.stream().mapToInt(TokenStream::vocabularySize).max().orElseThrow();
        return StepEmbedding.of(prefix, streams, 1).stream()
                .filter(codebook -> codebook.vocabularySize() > 2)
                .map(codebook -> new TokenFrequencies(
                        codebook.name(),
                        codebook.streams(),
                        codebook.weights(),
                        codebook.vocabularySize(),
                        Math.sqrt(largest / codebook.vocabularySize())))
                .toList();
    }

    /** Returns the layer's parameter, zero before training: (vocabularySize, outputs). */
    List<ParameterSpec> parameters(int outputs) {
        return List.of(
                new ParameterSpec(name + ".weight", new Shape(vocabularySize, outputs), new Initializer.Constant(0)));
    }

    /**
     * Returns the layer's outputs: (clips, outputs).
     *
     * @param tokenDropout probability of zeroing a token's frequency in a training pass
     */
    NDArray apply(ForwardPass pass, Batch batch, double tokenDropout) {
        int clips = batch.size();
        float[] squareRoots = new float[clips * vocabularySize];
        for (int clip = 0; clip < clips; clip++) {
            addRoots(squareRoots, batch, clip);
        }
        NDArray frequencies = pass.manager().create(squareRoots, new Shape(clips, vocabularySize));
        return pass.layers().matMul(pass.dropout(frequencies, tokenDropout), pass.parameter(name + ".weight"));
    }

    private void addRoots(float[] squareRoots, Batch batch, int clip) {
        double[] counts = new double[vocabularySize];
        double[] partnerCounts = new double[vocabularySize];
        double sum = 0;
        double mixupWeight = 1;
        for (int index = 0; index < streams.size(); index++) {
            Batch.TokenBatch stream = batch.streams().get(streams.get(index));
            double weight = weights.get(index);
            mixupWeight = stream.weights()[clip];
            for (int token = 0; token < stream.lengths()[clip]; token++) {
                int position = clip * stream.maxLength() + token;
                counts[(int) stream.ids()[position]] += weight;
                partnerCounts[(int) stream.partnerIds()[position]] += weight;
                sum += weight;
            }
        }
        for (int token = 0; sum > 0 && token < vocabularySize; token++) {
            double ownRoot = Math.sqrt(counts[token] / sum);
            double partnerRoot = Math.sqrt(partnerCounts[token] / sum);
            double root = mixupWeight * ownRoot + (1 - mixupWeight) * partnerRoot;
            squareRoots[clip * vocabularySize + token] = (float) (scale * root);
        }
    }
}
