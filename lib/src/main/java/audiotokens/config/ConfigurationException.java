package audiotokens.config;

/** A configuration that cannot be run; its message is one line that names the key and what it may be. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key the key at fault, or the file where no single key is
     * @param reason what is wrong and what would be right
     */
    public ConfigurationException(String key, String reason) {
        super(key + ": " + reason);
        this.key = key;
    }

    /** The key at fault. */
    public String key() {
        return key;
    }
}
