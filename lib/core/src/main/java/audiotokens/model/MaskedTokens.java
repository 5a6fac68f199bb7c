package audiotokens.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A clip with masked tokens to predict (Devlin et al., 2019).
 *
 * @param inputs the clip's tokens after masking
 * @param positions indices of the tokens to predict, ascending
 * @param targets the tokens at these indices before masking
 */
public record MaskedTokens(long[] inputs, int[] positions, long[] targets) {
    public MaskedTokens {
        if (positions.length != targets.length || positions.length > inputs.length) {
            throw new IllegalArgumentException("there are " + positions.length + " positions, but " + targets.length
                    + " targets and " + inputs.length + " tokens");
        }
    }

    /**
     * How tokens are masked.
     *
     * @param vocabularySize number of tokens, and the id of the mask token
     * @param share fraction of a clip's tokens to predict, above 0 and below 1
     * @param span number of consecutive tokens masked together; 1 masks single tokens, as BERT does
     */
    public record Masking(int vocabularySize, double share, int span) {
        private static final double MASK_PROBABILITY = 0.8;
        private static final double RANDOM_PROBABILITY = 0.1;

        public Masking {
            if (!(share > 0 && share < 1) || span < 1) {
                throw new IllegalArgumentException("share " + share + " and span " + span
                        + " are out of range: share must be above 0 and below 1, span at least 1");
            }
        }

        /** Returns BERT's masking: 15% of the tokens, independently. */
        public static Masking bert(int vocabularySize) {
            return new Masking(vocabularySize, 0.15, 1);
        }

        /** Returns the mask token's id, which no clip contains. */
        public int maskToken() {
            return vocabularySize;
        }

        /**
         * Selects tokens to predict: 80% of them become the mask token, 10% a random token, 10% stay unchanged. At
         * least one token of a non-empty clip is selected.
         */
        public MaskedTokens apply(long[] tokens, RandomGenerator random) {
            boolean[] chosen = choosePositions(tokens.length, random);
            long[] inputs = tokens.clone();
            List<Integer> positions = new ArrayList<>();
            for (int i = 0; i < tokens.length; i++) {
                if (chosen[i]) {
                    positions.add(i);
                    double draw = random.nextDouble();
                    if (draw < MASK_PROBABILITY) {
                        inputs[i] = maskToken();
                    } else if (draw < MASK_PROBABILITY + RANDOM_PROBABILITY) {
                        inputs[i] = random.nextInt(vocabularySize);
                    }
                }
            }
            int[] indices = positions.stream().mapToInt(Integer::intValue).toArray();
            long[] targets =
                    positions.stream().mapToLong(position -> tokens[position]).toArray();
            return new MaskedTokens(inputs, indices, targets);
        }

        private boolean[] choosePositions(int length, RandomGenerator random) {
            boolean[] chosen = new boolean[length];
            int targetCount = Math.min(length, Math.max(1, (int) Math.round(share * length)));
            for (int count = 0; count < targetCount; ) {
                int start = random.nextInt(length);
                for (int i = start; i < Math.min(start + span, length) && count < targetCount; i++) {
                    count += chosen[i] ? 0 : 1;
                    chosen[i] = true;
                }
            }
            return chosen;
        }
    }
}
