package audiotokens.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A clip with some tokens hidden, for a model to guess (Devlin et al., 2019).
 *
 * @param shown the clip's tokens, where hidden ones are replaced
 * @param places of the tokens to guess, ascending
 * @param hidden the tokens that belong there
 */
public record MaskedTokens(long[] shown, int[] places, long[] hidden) {
    public MaskedTokens {
        if (places.length != hidden.length || places.length > shown.length) {
            throw new IllegalArgumentException(
                    places.length + " places for " + hidden.length + " of " + shown.length + " tokens");
        }
    }

    /**
     * How tokens are hidden.
     *
     * @param vocabularySize number of tokens; the number itself is the mask token
     * @param share of a clip's tokens to guess
     * @param span length of a run of tokens that are hidden together; 1 hides single tokens, as BERT
     */
    public record Masking(int vocabularySize, double share, int span) {
        private static final double MASKED = 0.8;
        private static final double REPLACED = 0.1;

        public Masking {
            if (!(share > 0 && share < 1) || span < 1) {
                throw new IllegalArgumentException(
                        "share " + share + " and span " + span + "; they may be above 0 and below 1, and 1 or more");
            }
        }

        /** BERT's: 15 % of the tokens, each by itself. */
        public static Masking ofBert(int vocabularySize) {
            return new Masking(vocabularySize, 0.15, 1);
        }

        /** The mask token, which no clip has. */
        public int maskToken() {
            return vocabularySize;
        }

        /**
         * Hides tokens: 80 % of them become the mask token, 10 % a random one, and 10 % stay. Of a clip with tokens at
         * least one is to be guessed.
         */
        public MaskedTokens apply(long[] tokens, RandomGenerator random) {
            boolean[] chosen = choose(tokens.length, random);
            long[] shown = tokens.clone();
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < tokens.length; i++) {
                if (chosen[i]) {
                    places.add(i);
                    double draw = random.nextDouble();
                    if (draw < MASKED) {
                        shown[i] = maskToken();
                    } else if (draw < MASKED + REPLACED) {
                        shown[i] = random.nextInt(vocabularySize);
                    }
                }
            }
            int[] at = places.stream().mapToInt(Integer::intValue).toArray();
            long[] hidden = places.stream().mapToLong(place -> tokens[place]).toArray();
            return new MaskedTokens(shown, at, hidden);
        }

        private boolean[] choose(int length, RandomGenerator random) {
            boolean[] chosen = new boolean[length];
            int wanted = Math.min(length, Math.max(1, (int) Math.round(share * length)));
            for (int count = 0; count < wanted; ) {
                int start = random.nextInt(length);
                for (int i = start; i < Math.min(start + span, length) && count < wanted; i++) {
                    count += chosen[i] ? 0 : 1;
                    chosen[i] = true;
                }
            }
            return chosen;
        }
    }
}
