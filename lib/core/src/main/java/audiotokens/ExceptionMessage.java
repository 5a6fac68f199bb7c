package audiotokens;

import java.util.Objects;

/** Describes exceptions from the JDK and other libraries, whose message may be null. */
public final class ExceptionMessage {
    private ExceptionMessage() {}

    /** Returns the exception's message, or the name of its class if it has none. */
    public static String of(Throwable exception) {
        return Objects.requireNonNullElseGet(exception.getMessage(), exception::toString);
    }
}
