package audiotokens.notebook;

/** Where progress is drawn. */
interface Screen {

    /** Shows a new display, at the end of the running cell's output. */
    void show(String displayId, String html, String text);

    /** Takes the place of an earlier display. */
    void update(String displayId, String html, String text);

    /**
     * Calls {@code stopped} when the cell ends by an interrupt or an exception, while it can still be drawn in.
     *
     * @return ends the wait
     */
    Runnable whenCellFails(Runnable stopped);
}
