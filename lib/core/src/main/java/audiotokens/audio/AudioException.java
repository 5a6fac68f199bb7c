package audiotokens.audio;

import java.io.IOException;

/** Audio that cannot be decoded: its location and the reason. */
public final class AudioException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String origin;
    private final String reason;

    public AudioException(String origin, String reason) {
        super(origin + " " + reason);
        this.origin = origin;
        this.reason = reason;
    }

    public AudioException(String origin, String reason, Throwable cause) {
        super(origin + " " + reason, cause);
        this.origin = origin;
        this.reason = reason;
    }

    /** Returns the file, or the shard and the name within it. */
    public String origin() {
        return origin;
    }

    /** Returns the reason, worded to come after the file's name: "contains no samples". */
    public String reason() {
        return reason;
    }
}
