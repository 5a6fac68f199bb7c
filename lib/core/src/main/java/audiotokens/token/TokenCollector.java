package audiotokens.token;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Collects the tokens of the first training clips, until one codebook has enough tokens. Clips are read in blocks, and
 * those of the last block that are not needed are ignored. The result does not depend on the number of threads.
 *
 * @param tokenizer computes the tokens
 * @param limit number of tokens of one codebook, over all its streams, after which no more clips are used
 * @param settings threads and progress
 */
record TokenCollector(Tokenizer tokenizer, long limit, FitSettings settings) {
    /** Maximum fraction of clips that may fail. */
    private static final double MAX_FAILED_FRACTION = 0.5;

    /** Number of clips tokenized before their tokens are counted. */
    private static final int CLIPS_PER_BLOCK = 256;

    /** A clip's tokens, or the reason why it has none. */
    private record Result(Optional<ClipTokens> tokens, String failure) {}

    /**
     * Tokenizes clips in order. Clips that cannot be tokenized are skipped with a warning.
     *
     * @throws AudioTokensException if more than half of the clips cannot be tokenized, or there are no clips
     */
    List<ClipTokens> collect(TrainingClips clips) {
        List<ClipTokens> tokens = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Map<String, Long> counts = new HashMap<>();
        boolean hasEnough = false;
        try (Progress.Task task = settings.progress().begin("Tokens to merge", clips.size(), "clips")) {
            for (int first = 0; first < clips.size() && !hasEnough; first += CLIPS_PER_BLOCK) {
                Result[] block = tokenizeBlock(clips, first, Math.min(clips.size(), first + CLIPS_PER_BLOCK), task);
                for (int i = 0; i < block.length && !hasEnough; i++) {
                    if (block[i].tokens().isPresent()) {
                        tokens.add(block[i].tokens().get());
                        count(tokens.getLast(), counts);
                        hasEnough = counts.values().stream().anyMatch(count -> count >= limit);
                    } else {
                        failures.add(block[i].failure());
                        settings.progress().warn("a clip is not used to learn merges: " + block[i].failure());
                    }
                }
            }
        }
        check(tokens.size(), failures);
        return tokens;
    }

    private Result[] tokenizeBlock(TrainingClips clips, int first, int end, Progress.Task task) {
        Result[] results = new Result[end - first];
        List<Integer> indices = IntStream.range(first, end).boxed().toList();
        Parallel.forEach(indices, settings.threads(), () -> clip -> {
            try {
                results[clip - first] = new Result(Optional.of(tokenizer.tokenize(clips.clip(clip))), "");
            } catch (IOException | IllegalArgumentException e) {
                results[clip - first] = new Result(Optional.empty(), ExceptionMessage.of(e));
            }
            task.advance(1);
        });
        return results;
    }

    private void count(ClipTokens clip, Map<String, Long> counts) {
        List<TokenStream> streams = tokenizer.streams();
        for (int i = 0; i < streams.size(); i++) {
            counts.merge(streams.get(i).codebook(), (long) clip.streams().get(i).length, Long::sum);
        }
    }

    private static void check(int tokenized, List<String> failures) {
        int total = tokenized + failures.size();
        if (tokenized == 0 || failures.size() > MAX_FAILED_FRACTION * total) {
            throw new AudioTokensException("merges cannot be learned: " + failures.size() + " of " + total
                    + " training clips cannot be tokenized"
                    + (failures.isEmpty() ? "" : "; the first error: " + failures.getFirst()));
        }
    }
}
