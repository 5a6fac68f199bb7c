package audiotokens.audio;

import java.io.IOException;

/** A clip's audio that cannot be used: where it lies, and why. */
public final class AudioException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String origin;
    private final String reason;

    public AudioException(String origin, String reason, Throwable cause) {
        super(origin + " " + reason, cause);
        this.origin = origin;
        this.reason = reason;
    }

    /** Where the audio lies. */
    public String origin() {
        return origin;
    }

    /** What is wrong with it, as a phrase that follows its name: "holds no samples". */
    public String reason() {
        return reason;
    }
}
