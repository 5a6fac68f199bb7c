package audiotokens.notebook;

import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Finds the JShell of a Java kernel. */
final class KernelShell {
    private KernelShell() {}

    /**
     * Returns the kernel's JShell. Calls {@code getJShell} by reflection, since JJava's kernel class is not published as
     * a library.
     */
    static JShell of(BaseKernel kernel) {
        try {
            return (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the kernel " + kernel.getBanner() + " has no JShell", e);
        }
    }
}
