package audiotokens.pipeline.run;

/**
 * Marks work that runs on another machine than the run. It only reads what the run has prepared in its folder, so that
 * a machine with other files fails instead of replacing it.
 */
public final class RemoteWorker {
    private static final ScopedValue<Boolean> REMOTE = ScopedValue.newInstance();

    private RemoteWorker() {}

    /** Runs work of another machine. */
    public static <T, E extends Throwable> T call(ScopedValue.CallableOp<T, E> work) throws E {
        return ScopedValue.where(REMOTE, true).call(work);
    }

    /** Whether the calling thread works for a run on another machine. */
    public static boolean isCurrent() {
        return REMOTE.isBound();
    }
}
