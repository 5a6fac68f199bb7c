package audiotokens.pipeline.run;

/**
 * Marks work for a run that was started on another machine. Such work only reads the files that the run has prepared in
 * its folder: if this machine has different files, the work fails instead of replacing them.
 */
public final class RemoteWorker {
    private static final ScopedValue<Boolean> REMOTE = ScopedValue.newInstance();

    private RemoteWorker() {}

    /** Calls {@code work} on behalf of a run that was started on another machine. */
    public static <T, E extends Throwable> T call(ScopedValue.CallableOp<T, E> work) throws E {
        return ScopedValue.where(REMOTE, true).call(work);
    }

    /** Returns whether the calling thread works for a run that was started on another machine. */
    public static boolean isCurrent() {
        return REMOTE.isBound();
    }
}
