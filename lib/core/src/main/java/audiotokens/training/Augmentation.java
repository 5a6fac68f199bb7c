package audiotokens.training;

import audiotokens.model.ClipInput;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Changes training clips so that no two epochs see the same, each change an option of its own.
 *
 * @param options which changes, and how strong
 * @param vocabularySize number of tokens
 * @param nearest each token's nearest centroids, where tokens are substituted
 */
record Augmentation(TrainingOptions options, int vocabularySize, Optional<SimilarTokens> nearest) {

    /** One clip, changed. */
    ClipInput apply(ClipInput input, RandomGenerator random) {
        return switch (cropped(input, random)) {
            case ClipInput.Tokens tokens ->
                new ClipInput.Tokens(changed(tokens.ids().clone(), random));
            case ClipInput.Frames frames ->
                new ClipInput.Frames(changed(frames.values().clone(), frames.nMels(), random), frames.nMels());
        };
    }

    private ClipInput cropped(ClipInput input, RandomGenerator random) {
        if (options.trainCrop() == 1) {
            return input;
        }
        int frames = Math.max(1, (int) Math.round(options.trainCrop() * input.length()));
        return input.stretch(random.nextInt(input.length() - frames + 1), frames);
    }

    private long[] changed(long[] ids, RandomGenerator random) {
        if (nearest.isPresent()) {
            for (int frame = 0; frame < ids.length; frame++) {
                if (random.nextDouble() < options.tokenSubstitution()) {
                    ids[frame] = nearest.get().of()[(int) ids[frame]][random.nextInt(SimilarTokens.COUNT)];
                }
            }
        }
        for (int mask = 0; mask < options.timeMasks(); mask++) {
            Stretch stretch = Stretch.in(ids.length, options.timeMaskShare(), random);
            for (int frame = stretch.from(); frame < stretch.to(); frame++) {
                ids[frame] = random.nextInt(vocabularySize);
            }
        }
        return ids;
    }

    /** Masked ranges of time and of mel bands take the clip's mean (Park et al., 2019). */
    private float[] changed(float[] values, int nMels, RandomGenerator random) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        float mean = (float) (sum / values.length);
        int frames = values.length / nMels;
        for (int mask = 0; mask < options.timeMasks(); mask++) {
            Stretch stretch = Stretch.in(frames, options.timeMaskShare(), random);
            Arrays.fill(values, stretch.from() * nMels, stretch.to() * nMels, mean);
        }
        for (int mask = 0; mask < options.frequencyMasks(); mask++) {
            Stretch stretch = Stretch.in(nMels, options.frequencyMaskShare(), random);
            for (int frame = 0; frame < frames; frame++) {
                Arrays.fill(values, frame * nMels + stretch.from(), frame * nMels + stretch.to(), mean);
            }
        }
        return values;
    }

    private record Stretch(int from, int to) {
        static Stretch in(int length, double greatestShare, RandomGenerator random) {
            int longest = (int) Math.round(greatestShare * length);
            int stretch = random.nextInt(longest + 1);
            int from = random.nextInt(length - stretch + 1);
            return new Stretch(from, from + stretch);
        }
    }
}
