package audiotokens.notebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Runs several Java kernels in sequence in one JVM, so that the library is loaded and compiled only once.
 *
 * <p>Each line of standard input is the path of a Jupyter connection file. Each kernel has its own JShell and class
 * loader and runs until Jupyter shuts it down; the next line is written after that. Exits at the end of the input, once
 * the last kernel has ended.
 */
public final class KernelHost {
    // JJava's kernel class is not published as a library
    private static final String KERNEL_CLASS = "org.dflib.jjava.distro.JJava";

    /** How long the next kernel waits for the previous one to end. */
    private static final Duration SHUTDOWN_TIME = Duration.ofSeconds(5);

    private KernelHost() {}

    /** Runs the kernels; takes no arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException, InterruptedException {
        Method kernel = Class.forName(KERNEL_CLASS).getMethod("main", String[].class);
        BufferedReader connectionFiles = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        warmUp(() -> KernelWarmUp.run(() -> hasInput(connectionFiles)));
        runKernels(connectionFiles, file -> kernel.invoke(null, (Object) new String[] {file}), SHUTDOWN_TIME);
        // a non-daemon thread of a library would keep the process alive
        System.exit(0);
    }

    /** Runs a kernel until it is shut down. */
    interface Kernel {
        void run(String connectionFile) throws ReflectiveOperationException;
    }

    /**
     * Runs a kernel for each line. A kernel that has been shut down but does not end is left behind after
     * {@code shutdownTime}: JJava closes its sockets in one thread while others poll them, so closing may never return.
     */
    static void runKernels(BufferedReader connectionFiles, Kernel kernel, Duration shutdownTime)
            throws IOException, InterruptedException {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        Thread running = new Thread(); // never started, so that there is nothing to wait for
        for (String file = connectionFiles.readLine(); file != null; file = connectionFiles.readLine()) {
            running.join(shutdownTime.toMillis());
            // a kernel redirects these streams to its client and does not restore them
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
            if (running.isAlive()) {
                System.err.println("the previous kernel did not end within " + shutdownTime.toSeconds() + " s");
            }
            running = start(kernel, file, err);
        }
        running.join();
    }

    /** @param err stream for the message of a failure, since the kernel redirects {@code System.err} to its client */
    private static Thread start(Kernel kernel, String file, PrintStream err) {
        return Thread.ofPlatform().name("kernel").start(() -> {
            try {
                kernel.run(file);
            } catch (ReflectiveOperationException | RuntimeException e) {
                err.println("the kernel of " + file + " failed");
                e.printStackTrace(err);
                System.exit(1);
            }
        });
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
