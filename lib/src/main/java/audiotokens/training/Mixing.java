package audiotokens.training;

import audiotokens.model.ClipInput;
import java.util.random.RandomGenerator;

/**
 * Two clips made one, with targets in the same proportion.
 *
 * <p>Frames are averaged (mixup: Zhang et al., 2018). Tokens cannot be averaged: a stretch of the one clip takes the
 * place of a stretch of the other (as CutMix does with pictures: Yun et al., 2019).
 *
 * @param input the mixed clip, as long as the first
 * @param targets the mixed targets
 */
record Mixing(ClipInput input, float[] targets) {

    /**
     * Mixes two clips.
     *
     * @param alpha parameter of the Beta distribution that the first clip's share is drawn from
     */
    static Mixing of(
            ClipInput first,
            float[] firstTargets,
            ClipInput second,
            float[] secondTargets,
            double alpha,
            RandomGenerator random) {
        double share = beta(alpha, random);
        ClipInput input;
        if (first instanceof ClipInput.Tokens tokens && second instanceof ClipInput.Tokens others) {
            int length = (int) Math.round((1 - share) * Math.min(tokens.length(), others.length()));
            share = 1 - (double) length / tokens.length();
            input = spliced(tokens.ids(), others.ids(), length, random);
        } else {
            input = averaged((ClipInput.Frames) first, (ClipInput.Frames) second, share);
        }
        float[] targets = new float[firstTargets.length];
        for (int label = 0; label < targets.length; label++) {
            targets[label] = (float) (share * firstTargets[label] + (1 - share) * secondTargets[label]);
        }
        return new Mixing(input, targets);
    }

    private static ClipInput spliced(long[] first, long[] second, int length, RandomGenerator random) {
        long[] ids = first.clone();
        int from = random.nextInt(second.length - length + 1);
        int to = random.nextInt(first.length - length + 1);
        System.arraycopy(second, from, ids, to, length);
        return new ClipInput.Tokens(ids);
    }

    private static ClipInput averaged(ClipInput.Frames first, ClipInput.Frames second, double share) {
        float[] values = first.values().clone();
        for (int i = 0; i < Math.min(values.length, second.values().length); i++) {
            values[i] = (float) (share * values[i] + (1 - share) * second.values()[i]);
        }
        return new ClipInput.Frames(values, first.nMels());
    }

    private static double beta(double alpha, RandomGenerator random) {
        double first = gamma(alpha, random);
        double second = gamma(alpha, random);
        return first + second == 0 ? 0.5 : first / (first + second);
    }

    /** Marsaglia and Tsang (2000). */
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
