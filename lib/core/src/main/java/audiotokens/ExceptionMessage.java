package audiotokens;

import java.util.Objects;

/** Messages of exceptions from the JDK and other libraries, which may have none. */
public final class ExceptionMessage {
    private ExceptionMessage() {}

    /** Returns the exception's message, or the name of its class if it has none. */
    public static String of(Throwable exception) {
        return Objects.requireNonNullElseGet(exception.getMessage(), exception::toString);
    }
}
