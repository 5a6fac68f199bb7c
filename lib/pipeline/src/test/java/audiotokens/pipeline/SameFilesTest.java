package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that results are byte-identical whether the JVM interprets or compiles the code. */
class SameFilesTest {
    @TempDir
    Path folder;

    @Test
    void resultsDoNotDependOnJitCompilation() throws Exception {
        RunProcess firstTierCompiled =
                new RunProcess(folder, folder.resolve("hardly"), "training", "-XX:TieredStopAtLevel=1");
        RunProcess earlyCompiled = new RunProcess(
                folder,
                folder.resolve("early"),
                "training",
                "-Xbatch",
                "-XX:-TieredCompilation",
                "-XX:CompileThreshold=200");
        assertEquals(0, firstTierCompiled.start().waitFor(), () -> KilledRunTest.read(firstTierCompiled.log()));
        assertEquals(0, earlyCompiled.start().waitFor(), () -> KilledRunTest.read(earlyCompiled.log()));
        KilledRunTest.assertSame(firstTierCompiled.files(), earlyCompiled.files());
    }
}
