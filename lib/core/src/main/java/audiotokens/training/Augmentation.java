package audiotokens.training;

import audiotokens.model.ClipInput;
import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random augmentation of training clips. Each kind of augmentation has its own option.
 *
 * @param options kinds of augmentation and their strengths
 * @param streams the token streams; empty if the inputs are frames
 * @param nearestTokens one element per stream; empty without token substitution
 */
record Augmentation(TrainingOptions options, List<TokenStream> streams, List<NearestTokens> nearestTokens) {

    /** Augments one clip. */
    ClipInput apply(ClipInput input, RandomGenerator random) {
        return switch (crop(input, random)) {
            case ClipInput.Tokens tokens -> augment(tokens, 0, random);
            case ClipInput.Streams clip -> {
                List<ClipInput.Tokens> changed = new ArrayList<>();
                for (int stream = 0; stream < clip.streams().size(); stream++) {
                    changed.add(augment(clip.streams().get(stream), stream, random));
                }
                yield new ClipInput.Streams(changed);
            }
            case ClipInput.Frames frames ->
                new ClipInput.Frames(augment(frames.values().clone(), frames.nMels(), random), frames.nMels());
        };
    }

    private ClipInput crop(ClipInput input, RandomGenerator random) {
        if (options.trainCrop() == 1) {
            return input;
        }
        int frames = Math.max(1, (int) Math.round(options.trainCrop() * input.length()));
        return input.slice(random.nextInt(input.length() - frames + 1), frames);
    }

    private ClipInput.Tokens augment(ClipInput.Tokens tokens, int stream, RandomGenerator random) {
        long[] ids = tokens.ids().clone();
        if (!nearestTokens.isEmpty()) {
            for (int frame = 0; frame < ids.length; frame++) {
                if (random.nextDouble() < options.tokenSubstitution()) {
                    long[] neighbors = nearestTokens.get(stream).neighbors()[(int) ids[frame]];
                    ids[frame] = neighbors[random.nextInt(NearestTokens.COUNT)];
                }
            }
        }
        for (int mask = 0; mask < options.timeMasks(); mask++) {
            Range range = Range.draw(ids.length, options.timeMaskShare(), random);
            for (int frame = range.from(); frame < range.to(); frame++) {
                ids[frame] = random.nextInt(streams.get(stream).vocabularySize());
            }
        }
        return new ClipInput.Tokens(ids);
    }

    /** Applies SpecAugment (Park et al., 2019): masked ranges of time and of mel bands are set to the clip's mean. */
    private float[] augment(float[] values, int nMels, RandomGenerator random) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        float mean = (float) (sum / values.length);
        int frames = values.length / nMels;
        for (int mask = 0; mask < options.timeMasks(); mask++) {
            Range range = Range.draw(frames, options.timeMaskShare(), random);
            Arrays.fill(values, range.from() * nMels, range.to() * nMels, mean);
        }
        for (int mask = 0; mask < options.frequencyMasks(); mask++) {
            Range range = Range.draw(nMels, options.frequencyMaskShare(), random);
            for (int frame = 0; frame < frames; frame++) {
                Arrays.fill(values, frame * nMels + range.from(), frame * nMels + range.to(), mean);
            }
        }
        return values;
    }

    private record Range(int from, int to) {
        static Range draw(int length, double maxShare, RandomGenerator random) {
            int maxSize = (int) Math.round(maxShare * length);
            int size = random.nextInt(maxSize + 1);
            int from = random.nextInt(length - size + 1);
            return new Range(from, from + size);
        }
    }
}
