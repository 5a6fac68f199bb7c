package audiotokens.notebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * Runs one Java kernel after another in this JVM, so that only the first pays for loading and compiling the library.
 *
 * <p>Each line of standard input is the path of a Jupyter connection file. Its kernel has a JShell and a class loader of
 * its own and runs until Jupyter shuts it down; then the next line is read. Ends with the input.
 */
public final class KernelHost {
    // JJava's own classes are in no registry to compile against
    private static final String KERNEL_CLASS = "org.dflib.jjava.distro.JJava";

    private KernelHost() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Method kernel = Class.forName(KERNEL_CLASS).getMethod("main", String[].class);
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        BufferedReader connectionFiles = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String file = connectionFiles.readLine(); file != null; file = connectionFiles.readLine()) {
            try {
                kernel.invoke(null, (Object) new String[] {file});
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("the kernel of " + file + " ended by an error", e.getCause());
            } finally {
                // a kernel redirects them to its client, and leaves them so
                System.setIn(in);
                System.setOut(out);
                System.setErr(err);
                Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
            }
        }
        // a library's thread that is no daemon would keep the process
        System.exit(0);
    }
}
