package audiotokens.pipeline.config;

import audiotokens.AudioTokensException;
import java.nio.file.Path;

/** A configuration that cannot be run; its message is one line that names the key and what it may be. */
public final class ConfigurationException extends AudioTokensException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String reason;

    /**
     * @param key the key at fault, or the file where no single key is
     * @param reason what is wrong and what would be right
     */
    public ConfigurationException(String key, String reason) {
        super(key + ": " + reason);
        this.key = key;
        this.reason = reason;
    }

    /** The same of a key that stands in {@code file}. */
    ConfigurationException in(Path file) {
        ConfigurationException named = new ConfigurationException(key, reason + " (in " + file + ")");
        named.initCause(this);
        return named;
    }

    /** The key at fault. */
    public String key() {
        return key;
    }
}
