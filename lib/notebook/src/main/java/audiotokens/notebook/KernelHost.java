package audiotokens.notebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * Runs several Java kernels in sequence in one JVM, so that the library is loaded and compiled only once.
 *
 * <p>Each line of standard input is the path of a Jupyter connection file. Each kernel has its own JShell and class
 * loader and runs until Jupyter shuts it down; then the next line is read. Exits at the end of the input.
 */
public final class KernelHost {
    // JJava's kernel class is not published as a library
    private static final String KERNEL_CLASS = "org.dflib.jjava.distro.JJava";

    private KernelHost() {}

    /** Runs the kernels; takes no arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Method kernel = Class.forName(KERNEL_CLASS).getMethod("main", String[].class);
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        BufferedReader connectionFiles = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        warmUp(() -> KernelWarmUp.run(() -> hasInput(connectionFiles)));
        for (String file = connectionFiles.readLine(); file != null; file = connectionFiles.readLine()) {
            try {
                kernel.invoke(null, (Object) new String[] {file});
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("the kernel of " + file + " failed", e.getCause());
            } finally {
                // a kernel redirects these streams to its client and does not restore them
                System.setIn(in);
                System.setOut(out);
                System.setErr(err);
                Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
            }
        }
        // a non-daemon thread of a library would keep the process alive
        System.exit(0);
    }

    /** Evaluates cells in a kernel that is then discarded. */
    interface WarmUp {
        void run() throws ReflectiveOperationException;
    }

    /** Warms up the kernel while no connection file has arrived yet. A failure is only printed. */
    static void warmUp(WarmUp warmUp) {
        try {
            warmUp.run();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // the kernels work without it, but start slowly
            System.err.println("the kernel could not be warmed up: " + e);
        }
    }

    private static boolean hasInput(BufferedReader in) {
        try {
            return in.ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
