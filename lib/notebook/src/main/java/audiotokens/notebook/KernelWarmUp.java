package audiotokens.notebook;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Evaluates typical cells in a kernel without a connection, so that JShell, the compiler and the library are already
 * loaded and compiled when the first kernel of this JVM starts.
 */
final class KernelWarmUp {
    // JJava's kernel class is not published as a library
    private static final String KERNEL_CLASS = "org.dflib.jjava.kernel.JavaKernel";
    private static final List<String> CELLS = List.of(
            "1 + 1",
            """
            import static audiotokens.notebook.Notebook.*;
            import audiotokens.pipeline.dataset.*;
            import audiotokens.notebook.figure.*;
            var configuration = audiotokens.pipeline.config.Configuration.read(
                    java.nio.file.Path.of(System.getenv("AUDIO_TOKENS_ROOT"), "notebooks/configs/demo.yaml"), List.of());
            configuration
            """,
            """
            tech.tablesaw.api.Table.create(tech.tablesaw.api.IntColumn.create("number", new int[] {3, 4}))
            """,
            """
            Chart.of("", Axis.linear("clips").fromZero(), Axis.rows("", List.of("train", "validation")),
                    Series.Bars.of("train", 3, 4), Series.Bars.of("validation", 5, 6))
            """);

    private KernelWarmUp() {}

    /**
     * Evaluates the cells in a kernel that is discarded afterwards.
     *
     * @param stopRequested called before each cell; the warm-up ends early if it returns true
     */
    static void run(BooleanSupplier stopRequested) throws ReflectiveOperationException {
        Object builder = Class.forName(KERNEL_CLASS).getMethod("builder").invoke(null);
        BaseKernel kernel = (BaseKernel) builder.getClass().getMethod("build").invoke(builder);
        kernel.onStartup();
        try {
            for (String cell : CELLS) {
                if (stopRequested.getAsBoolean()) {
                    return;
                }
                kernel.eval(cell);
            }
        } finally {
            kernel.onShutdown(false);
        }
    }
}
