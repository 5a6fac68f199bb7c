package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same configuration gives the same files, whichever of its compilers the JVM has come to. */
class SameFilesTest {
    @TempDir
    Path folder;

    @Test
    void resultsDoNotDependOnJitCompilation() throws Exception {
        RealRun hardly = new RealRun(folder, folder.resolve("hardly"), "training", "-XX:TieredStopAtLevel=1");
        RealRun early = new RealRun(
                folder,
                folder.resolve("early"),
                "training",
                "-Xbatch",
                "-XX:-TieredCompilation",
                "-XX:CompileThreshold=200");
        assertEquals(0, hardly.start().waitFor(), () -> KilledRunTest.read(hardly.log()));
        assertEquals(0, early.start().waitFor(), () -> KilledRunTest.read(early.log()));
        KilledRunTest.assertSame(hardly.files(), early.files());
    }
}
