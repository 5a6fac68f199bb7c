package audiotokens.option;

import audiotokens.AudioTokensException;

/** An option whose value cannot be used; the message is one line that names the option and what it may be. */
public final class OptionException extends AudioTokensException {
    private static final long serialVersionUID = 1L;

    private final String option;
    private final String reason;

    /**
     * @param option the option's name
     * @param reason what is wrong and what would be right
     */
    public OptionException(String option, String reason) {
        super(option + ": " + reason);
        this.option = option;
        this.reason = reason;
    }

    /** The option's name. */
    public String option() {
        return option;
    }

    /** What is wrong and what would be right. */
    public String reason() {
        return reason;
    }
}
