package audiotokens.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words: the system's own exceptions often say no more than its path. */
public final class FileFault {
    private FileFault() {}

    /** A sentence's worth: the file, and what is wrong with it. */
    public static String describe(IOException fault) {
        return switch (fault) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written by this user";
            case FileSystemException other
            when other.getReason() == null ->
                other.getFile() + ": " + other.getClass().getSimpleName();
            default -> fault.getMessage() == null ? fault.toString() : fault.getMessage();
        };
    }
}
