package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.StageException;
import java.nio.file.Path;

/** The tokens that a vocabulary has: from 0 up to its size. */
public final class TokenRange {
    private TokenRange() {}

    /** @throws StageException where a token of {@code file} is not of the vocabulary; the message names both */
    public static void check(long[] tokens, int vocabularySize, Path file) {
        for (long token : tokens) {
            if (token < 0 || token >= vocabularySize) {
                throw new StageException(file + " holds the token " + token + " where vocabSize is " + vocabularySize
                        + "; delete it and run the notebook 'tokens' again, or set vocabSize to what it was made with");
            }
        }
    }
}
