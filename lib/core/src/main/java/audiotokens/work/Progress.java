package audiotokens.work;

/** Receives the progress of a stage: shown as bars in a notebook and as lines on a terminal. */
public interface Progress {

    /**
     * Starts a task of {@code total} steps, shown until it is closed. A task started while another is open is nested in
     * it.
     *
     * @param name description for the user
     * @param total number of steps, or -1 if unknown
     * @param unit unit of a step, in the plural: clips, iterations
     */
    Task begin(String name, long total, String unit);

    /** Prints a message outside of any task, such as that there is nothing to do. */
    default void info(String message) {}

    /** Prints an important message, such as where files were moved. */
    default void warn(String message) {
        info(message);
    }

    /** A task with a known or unknown number of steps. Thread-safe. */
    interface Task extends AutoCloseable {
        /** Adds completed steps. */
        void advance(long steps);

        /** Sets the short remark beside the bar. */
        void note(String remark);

        @Override
        void close();
    }

    /** Discards all progress. */
    static Progress silent() {
        return (name, total, unit) -> new Task() {
            @Override
            public void advance(long steps) {}

            @Override
            public void note(String remark) {}

            @Override
            public void close() {}
        };
    }
}
