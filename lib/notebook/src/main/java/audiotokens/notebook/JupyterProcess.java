package audiotokens.notebook;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The process that started the kernel. If it is killed, it cannot stop its kernels, and a surviving kernel would keep
 * its memory and the lock on the run's folder.
 */
final class JupyterProcess {
    private JupyterProcess() {}

    /**
     * Terminates the kernel when its Jupyter process exits. Files are written atomically, so none is left incomplete.
     */
    static void terminateWithParent() {
        Optional.ofNullable(System.getenv("JPY_PARENT_PID"))
                .map(Long::parseLong)
                .ifPresent(JupyterProcess::terminateOnExitOf);
    }

    private static void terminateOnExitOf(long pid) {
        CompletableFuture<ProcessHandle> exit = ProcessHandle.of(pid)
                .map(ProcessHandle::onExit)
                // the process may have exited during the kernel's startup
                .orElse(CompletableFuture.completedFuture(null));
        exit.thenRun(() -> Runtime.getRuntime().halt(1)).exceptionally(failure -> null);
    }
}
