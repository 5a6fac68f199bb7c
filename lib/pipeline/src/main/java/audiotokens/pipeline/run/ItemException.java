package audiotokens.pipeline.run;

/** An item that cannot be used, while others can. */
public final class ItemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * @param source the file or record that the item comes from
     * @param reason what is wrong, in words a person can act on
     */
    public ItemException(String source, String reason, Throwable cause) {
        super(reason, cause);
        this.source = source;
    }

    /** The file or record that the item comes from. */
    public String source() {
        return source;
    }
}
