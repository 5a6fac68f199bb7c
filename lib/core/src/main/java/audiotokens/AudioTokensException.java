package audiotokens;

/**
 * An error that the user can fix: a file that cannot be used, or a value out of range. The message names the file or
 * value and says what to do; notebooks and terminals therefore show only the message, without a stack trace.
 */
public class AudioTokensException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do */
    public AudioTokensException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do
     * @param cause the underlying exception
     */
    public AudioTokensException(String message, Throwable cause) {
        super(message, cause);
    }
}
