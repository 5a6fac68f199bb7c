package audiotokens.pipeline.run;

import audiotokens.AudioTokensException;

/**
 * Thrown if a stage cannot continue. The message says what is wrong and what to do; it is printed without a stack
 * trace.
 */
public final class StageException extends AudioTokensException {
    private static final long serialVersionUID = 1L;

    public StageException(String message) {
        super(message);
    }

    public StageException(String message, Throwable cause) {
        super(message, cause);
    }
}
