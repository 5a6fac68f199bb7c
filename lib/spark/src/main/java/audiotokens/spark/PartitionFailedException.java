package audiotokens.spark;

/** A partition failed on one worker and may succeed on another. The message says what failed and where. */
final class PartitionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartitionFailedException(String message) {
        super(message);
    }
}
