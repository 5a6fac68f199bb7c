package audiotokens.pipeline.run;

/** Thrown for an item that cannot be processed; the work continues with the other items. */
public final class ItemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * @param source origin of the item: a file, or a row or entry in a file
     * @param reason what is wrong, for the user
     */
    public ItemException(String source, String reason, Throwable cause) {
        super(reason, cause);
        this.source = source;
    }

    /** Returns the origin of the item: a file, or a row or entry in a file. */
    public String source() {
        return source;
    }
}
