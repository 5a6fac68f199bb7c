package audiotokens.pipeline.run;

/** Thrown for an item that cannot be processed; the work continues with the other items. */
public final class ItemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * @param source file or record that the item comes from
     * @param reason what is wrong, for the user
     */
    public ItemException(String source, String reason, Throwable cause) {
        super(reason, cause);
        this.source = source;
    }

    /** Returns the file or record that the item comes from. */
    public String source() {
        return source;
    }
}
