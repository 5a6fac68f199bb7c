package audiotokens.notebook;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The program that has started the kernel. Where it is killed it cannot end its kernels; one that lived on would keep
 * its memory, and the lock on the run's folder.
 */
final class JupyterProcess {
    private JupyterProcess() {}

    /** Ends the kernel, whatever it is at, when its Jupyter has ended. Files are written whole, so none is left torn. */
    static void endWithIt() {
        Optional.ofNullable(System.getenv("JPY_PARENT_PID"))
                .map(Long::parseLong)
                .ifPresent(jupyter -> ProcessHandle.of(jupyter)
                        .map(ProcessHandle::onExit)
                        // it may have ended while the kernel started
                        .orElse(CompletableFuture.completedFuture(null))
                        .thenRun(() -> Runtime.getRuntime().halt(1)));
    }
}
