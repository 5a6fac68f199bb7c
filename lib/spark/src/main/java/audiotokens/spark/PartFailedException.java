package audiotokens.spark;

/** A part that has failed where it was tried, and may succeed elsewhere. Its message says what and where. */
final class PartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartFailedException(String message) {
        super(message);
    }
}
