package audiotokens.option;

import audiotokens.AudioTokensException;

/** An invalid option value; the message is one line that names the option and its valid values. */
public final class OptionException extends AudioTokensException {
    private static final long serialVersionUID = 1L;

    private final String option;
    private final String reason;

    /**
     * @param option the option's name
     * @param reason what is wrong and which values are valid
     */
    public OptionException(String option, String reason) {
        super(option + ": " + reason);
        this.option = option;
        this.reason = reason;
    }

    /** Returns the option's name. */
    public String option() {
        return option;
    }

    /** Returns what is wrong and which values are valid. */
    public String reason() {
        return reason;
    }
}
