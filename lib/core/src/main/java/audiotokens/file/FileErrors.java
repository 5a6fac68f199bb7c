package audiotokens.file;

import audiotokens.ExceptionMessage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes file errors in a sentence, since the messages of Java's exceptions often contain only the path. */
public final class FileErrors {
    private FileErrors() {}

    /** Returns the file and the reason, as a sentence. */
    public static String describe(IOException exception) {
        return switch (exception) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written by this user";
            case FileSystemException other
            when other.getReason() == null ->
                other.getFile() + ": " + other.getClass().getSimpleName();
            default -> ExceptionMessage.of(exception);
        };
    }
}
