package audiotokens.notebook;

/** The output area of a running cell, in which progress is displayed. */
interface CellOutput {

    /** Adds an output at the end of the running cell. */
    void show(String displayId, String html, String text);

    /** Replaces an earlier output. */
    void update(String displayId, String html, String text);

    /**
     * Calls {@code callback} if the cell ends with an interrupt or an exception, while output is still possible.
     *
     * @return an action that unregisters the callback
     */
    Runnable onCellFailure(Runnable callback);
}
