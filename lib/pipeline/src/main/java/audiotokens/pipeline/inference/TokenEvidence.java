package audiotokens.pipeline.inference;

import audiotokens.label.Label;
import audiotokens.timeline.WindowScores;
import audiotokens.token.ClipTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The contribution of each token of a window to a label: how much the label's logit drops if all occurrences of the
 * token are removed from the window (leave-one-out, as in Li et al., "Understanding Neural Networks through
 * Representation Erasure", 2016).
 *
 * @param label label whose score is explained
 * @param start start of the window in its recording, in seconds
 * @param end end of the window, in seconds
 * @param tokens tokens of the window, in order
 * @param attributions contribution of each token to the logit; negative if it counts against the label
 */
public record TokenEvidence(Label label, double start, double end, long[] tokens, double[] attributions) {
    private static final int BATCH_SIZE = 32;
    private static final double EPSILON = 1e-7;

    public TokenEvidence {
        if (tokens.length != attributions.length) {
            throw new IllegalArgumentException(
                    "there are " + tokens.length + " tokens, but " + attributions.length + " attributions");
        }
    }

    /**
     * Computes the evidence in the window with the label's highest score. Empty if the model does not read exactly one
     * token stream, or if the window contains only one distinct token.
     */
    public static Optional<TokenEvidence> of(SoundModel model, SoundAnalysis analysis, Label label) throws IOException {
        WindowScores window = analysis.bestWindow(label);
        Optional<ClipTokens> tokenized = model.tokens(analysis.samplesOf(window));
        if (tokenized.isEmpty() || tokenized.get().streams().size() != 1) {
            return Optional.empty();
        }
        long[] tokens = tokenized.get().firstStream();
        long[] distinctTokens = Arrays.stream(tokens).distinct().sorted().toArray();
        if (distinctTokens.length < 2) {
            return Optional.empty();
        }
        double baseline = logit(model.probabilities(List.of(tokenized.get()))[0][label.index()]);
        double[] drops = drops(model, label, tokens, distinctTokens, baseline);
        double[] attributions = Arrays.stream(tokens)
                .mapToDouble(token -> drops[Arrays.binarySearch(distinctTokens, token)])
                .toArray();
        return Optional.of(new TokenEvidence(label, window.start(), window.end(), tokens, attributions));
    }

    private static double[] drops(
            SoundModel model, Label label, long[] tokens, long[] distinctTokens, double baseline) {
        double[] drops = new double[distinctTokens.length];
        for (int batchStart = 0; batchStart < distinctTokens.length; batchStart += BATCH_SIZE) {
            List<ClipTokens> reducedClips = new ArrayList<>();
            for (int index = batchStart; index < Math.min(batchStart + BATCH_SIZE, distinctTokens.length); index++) {
                long removedToken = distinctTokens[index];
                reducedClips.add(ClipTokens.of(Arrays.stream(tokens)
                        .filter(token -> token != removedToken)
                        .toArray()));
            }
            float[][] probabilities = model.probabilities(reducedClips);
            for (int i = 0; i < probabilities.length; i++) {
                drops[batchStart + i] = baseline - logit(probabilities[i][label.index()]);
            }
        }
        return drops;
    }

    private static double logit(double probability) {
        double clamped = Math.clamp(probability, EPSILON, 1 - EPSILON);
        return Math.log(clamped / (1 - clamped));
    }
}
