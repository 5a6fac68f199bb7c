package audiotokens.work;

/** Where a stage says how far it is; a notebook draws it as bars, a terminal as lines, a test not at all. */
public interface Progress {

    /**
     * Begins a task of {@code total} steps, shown until it is closed. A task begun while another is open is nested in
     * it.
     *
     * @param name what is being done, as a person would say it
     * @param total number of steps, or -1 where it is not known
     * @param unit what a step is, in the plural: clips, iterations
     */
    Task begin(String name, long total, String unit);

    /** Says something that is no task, such as that there is nothing to do. */
    default void say(String sentence) {}

    /** Says something that a person should not miss, such as where files have gone. */
    default void warn(String sentence) {
        say(sentence);
    }

    /** A piece of work with a known or unknown number of steps. May be advanced from several threads. */
    interface Task extends AutoCloseable {
        /** Some more steps are done. */
        void advance(long steps);

        /** Shows a short remark beside the bar, in place of the last one. */
        void note(String remark);

        @Override
        void close();
    }

    /** Progress that nobody sees. */
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
