package audiotokens.training;

import audiotokens.model.ClipInput;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Two clips mixed into one, and their targets, mixed in the same proportion.
 *
 * <p>Frames are averaged (mixup: Zhang et al., 2018). For tokens, the model averages the embeddings (manifold mixup:
 * Verma et al., 2019). The first clip always has the larger weight.
 *
 * @param input the mixed clip, with the length of the first clip
 * @param targets the mixed targets
 */
record Mixup(ClipInput input, float[] targets) {

    /**
     * Mixes two clips.
     *
     * @param alpha both parameters of the Beta distribution from which the weight is drawn
     */
    static Mixup of(
            ClipInput first,
            float[] firstTargets,
            ClipInput second,
            float[] secondTargets,
            double alpha,
            RandomGenerator random) {
        double sample = beta(alpha, random);
        double weight = Math.max(sample, 1 - sample);
        ClipInput input =
                switch (first) {
                    case ClipInput.Tokens tokens -> mix(tokens, (ClipInput.Tokens) second, (float) weight);
                    case ClipInput.Streams streams -> mix(streams, (ClipInput.Streams) second, (float) weight);
                    case ClipInput.Frames frames -> average(frames, (ClipInput.Frames) second, weight);
                };
        float[] targets = new float[firstTargets.length];
        for (int label = 0; label < targets.length; label++) {
            targets[label] = (float) (weight * firstTargets[label] + (1 - weight) * secondTargets[label]);
        }
        return new Mixup(input, targets);
    }

    private static ClipInput.Streams mix(ClipInput.Streams first, ClipInput.Streams second, float weight) {
        List<ClipInput.Tokens> mixed = new ArrayList<>();
        for (int stream = 0; stream < first.streams().size(); stream++) {
            mixed.add(mix(first.streams().get(stream), second.streams().get(stream), weight));
        }
        return new ClipInput.Streams(mixed);
    }

    /**
     * Mixes one stream of two clips. If the second clip is too short to have tokens in this stream, the first clip is
     * mixed with itself.
     */
    private static ClipInput.Tokens mix(ClipInput.Tokens first, ClipInput.Tokens second, float weight) {
        long[] partnerIds = second.length() == 0 ? first.ids() : repeat(second.ids(), first.length());
        return new ClipInput.Tokens(first.ids(), partnerIds, weight);
    }

    /** Repeats or truncates the tokens to {@code length}. */
    private static long[] repeat(long[] ids, int length) {
        long[] result = new long[length];
        for (int i = 0; i < length; i++) {
            result[i] = ids[i % ids.length];
        }
        return result;
    }

    private static ClipInput average(ClipInput.Frames first, ClipInput.Frames second, double weight) {
        float[] values = first.values().clone();
        for (int i = 0; i < Math.min(values.length, second.values().length); i++) {
            values[i] = (float) (weight * values[i] + (1 - weight) * second.values()[i]);
        }
        return new ClipInput.Frames(values, first.nMels());
    }

    private static double beta(double alpha, RandomGenerator random) {
        double first = gamma(alpha, random);
        double second = gamma(alpha, random);
        return first + second == 0 ? 0.5 : first / (first + second);
    }

    /** Draws a gamma-distributed sample by the method of Marsaglia and Tsang (2000). */
    private static double gamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
