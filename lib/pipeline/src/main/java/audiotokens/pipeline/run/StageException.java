package audiotokens.pipeline.run;

import audiotokens.AudioTokensException;

/** A stage that cannot go on; the message says what is wrong and what to do, without a trace. */
public final class StageException extends AudioTokensException {
    private static final long serialVersionUID = 1L;

    public StageException(String message) {
        super(message);
    }

    public StageException(String message, Throwable cause) {
        super(message, cause);
    }
}
