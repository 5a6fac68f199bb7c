package audiotokens.notebook;

import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Finds the JShell that a Java kernel evaluates cells with. */
final class KernelShell {
    private KernelShell() {}

    /** JJava's own kernel class is in no registry to compile against, so its public method is called by name. */
    static JShell of(BaseKernel kernel) {
        try {
            return (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the kernel " + kernel.getBanner() + " has no JShell", e);
        }
    }
}
