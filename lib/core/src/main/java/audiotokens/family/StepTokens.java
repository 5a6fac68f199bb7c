package audiotokens.family;

import java.util.Arrays;

/**
 * A token stream resampled to a fixed number of steps per clip: for each step its tokens and their weights, which sum
 * to 1. Aligns streams of families with different hops.
 *
 * <p>The entries of step s are from {@code offsets[s]} (inclusive) to {@code offsets[s + 1]} (exclusive), the layout of
 * PyTorch's {@code EmbeddingBag} with {@code per_sample_weights}.
 *
 * @param offsets (steps + 1,)
 * @param tokens token of each entry
 * @param weights weight of each entry
 */
public record StepTokens(int[] offsets, int[] tokens, float[] weights) {
    private static final float SUM_OF_WEIGHTS = SoftTokens.weight(0) + SoftTokens.weight(1) + SoftTokens.weight(2);

    public StepTokens {
        if (offsets.length < 2 || offsets[offsets.length - 1] != tokens.length || tokens.length != weights.length) {
            throw new IllegalArgumentException(offsets.length + " offsets, " + tokens.length + " tokens and "
                    + weights.length + " weights have inconsistent lengths");
        }
    }

    /**
     * Assigns a clip's tokens to steps by the position of their windows among the non-silent frames. A step in which no
     * window is centered gets the vectors whose windows are centered nearest to its center. A stream without vectors
     * leaves all steps empty.
     */
    public static StepTokens of(SoftTokens stream, int steps) {
        int ranks = SoftTokens.RANKS;
        int[] offsets = new int[steps + 1];
        int[] tokens = new int[0];
        float[] weights = new float[0];
        for (int step = 0; step < steps; step++) {
            int[] vectors = vectorsAt(stream, step, steps);
            int offset = offsets[step];
            offsets[step + 1] = offset + ranks * vectors.length;
            tokens = Arrays.copyOf(tokens, offsets[step + 1]);
            weights = Arrays.copyOf(weights, offsets[step + 1]);
            for (int i = 0; i < vectors.length * ranks; i++) {
                tokens[offset + i] = stream.token(vectors[i / ranks], i % ranks);
                weights[offset + i] = SoftTokens.weight(i % ranks) / vectors.length / SUM_OF_WEIGHTS;
            }
        }
        return new StepTokens(offsets, tokens, weights);
    }

    private static int[] vectorsAt(SoftTokens stream, int step, int steps) {
        int[] vectors = new int[stream.count()];
        int count = 0;
        float center = (step + 0.5f) / steps;
        float minDistance = Float.POSITIVE_INFINITY;
        for (int vector = 0; vector < stream.count(); vector++) {
            if (Math.min((int) (stream.positions()[vector] * steps), steps - 1) == step) {
                vectors[count++] = vector;
            }
            minDistance = Math.min(minDistance, Math.abs(stream.positions()[vector] - center));
        }
        if (count == 0) {
            for (int vector = 0; vector < stream.count(); vector++) {
                if (Math.abs(stream.positions()[vector] - center) == minDistance) {
                    vectors[count++] = vector;
                }
            }
        }
        return Arrays.copyOf(vectors, count);
    }

    /** Returns the number of steps. */
    public int steps() {
        return offsets.length - 1;
    }
}
