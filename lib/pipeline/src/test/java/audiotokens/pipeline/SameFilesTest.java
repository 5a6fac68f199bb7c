package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results are byte-identical whether the JVM interprets or compiles the code. */
class SameFilesTest {
    @TempDir
    Path folder;

    @Test
    void resultsDoNotDependOnJitCompilation() throws Exception {
        RunProcess quickCompiler =
                new RunProcess(folder, folder.resolve("hardly"), "training", "-XX:TieredStopAtLevel=1");
        RunProcess early = new RunProcess(
                folder,
                folder.resolve("early"),
                "training",
                "-Xbatch",
                "-XX:-TieredCompilation",
                "-XX:CompileThreshold=200");
        assertEquals(0, quickCompiler.start().waitFor(), () -> KilledRunTest.read(quickCompiler.log()));
        assertEquals(0, early.start().waitFor(), () -> KilledRunTest.read(early.log()));
        KilledRunTest.assertSame(quickCompiler.files(), early.files());
    }
}
