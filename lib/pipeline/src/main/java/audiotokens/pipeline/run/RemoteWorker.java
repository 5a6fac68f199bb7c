package audiotokens.pipeline.run;

/**
 * Marks work that a run executes on another machine. Such work only reads the files that the run has prepared in its
 * folder: a machine with different files fails instead of replacing them.
 */
public final class RemoteWorker {
    private static final ScopedValue<Boolean> REMOTE = ScopedValue.newInstance();

    private RemoteWorker() {}

    /** Runs work on behalf of a run on another machine. */
    public static <T, E extends Throwable> T call(ScopedValue.CallableOp<T, E> work) throws E {
        return ScopedValue.where(REMOTE, true).call(work);
    }

    /** Returns whether the calling thread works for a run on another machine. */
    public static boolean isCurrent() {
        return REMOTE.isBound();
    }
}
