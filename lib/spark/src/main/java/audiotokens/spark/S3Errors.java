package audiotokens.spark;

import audiotokens.file.Location;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;

/** Short messages for errors of {@code s3a://}, whose messages contain several exceptions in one line. */
final class S3Errors {
    private S3Errors() {}

    /** Returns an exception with a short message, or the same exception if it is not an error of S3. */
    static IOException withShortMessage(Location location, IOException exception) {
        if (!location.toString().startsWith("s3a://")) {
            return exception;
        }
        return switch (exception) {
            case UnknownStoreException e -> new IOException(location + ": there is no such bucket", e);
            case AccessDeniedException e ->
                new IOException(
                        location + ": access denied; check the keys spark.hadoop.fs.s3a.access.key and"
                                + " spark.hadoop.fs.s3a.secret.key, or the variables AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY, and the permissions of that user",
                        e);
            default -> exception;
        };
    }
}
