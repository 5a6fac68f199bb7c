package audiotokens.pipeline.config;

import audiotokens.AudioTokensException;
import java.nio.file.Path;

/** Thrown for an invalid configuration; the message is one line that names the key and its valid values. */
public final class ConfigurationException extends AudioTokensException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String reason;

    /**
     * @param key the invalid key, or the file if there is no single key
     * @param reason what is wrong and which values are valid
     */
    public ConfigurationException(String key, String reason) {
        super(key + ": " + reason);
        this.key = key;
        this.reason = reason;
    }

    /** Returns a copy of this exception whose message also names the file that contains the key. */
    ConfigurationException withFile(Path file) {
        ConfigurationException exceptionWithFile = new ConfigurationException(key, reason + " (in " + file + ")");
        exceptionWithFile.initCause(this);
        return exceptionWithFile;
    }

    /** Returns the invalid key. */
    public String key() {
        return key;
    }
}
