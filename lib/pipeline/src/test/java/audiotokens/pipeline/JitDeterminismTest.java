package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that results are byte-identical regardless of how the JVM compiles the code. */
@Tag("slow")
class JitDeterminismTest {
    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    @TempDir
    Path folder;

    @Test
    void resultsDoNotDependOnJitCompilation() throws Exception {
        RunProcess firstTierCompiled = new RunProcess(
                folder, folder.resolve("first_tier"), "training", VECTOR_MODULE, "-XX:TieredStopAtLevel=1");
        RunProcess earlyCompiled = new RunProcess(
                folder,
                folder.resolve("early"),
                "training",
                VECTOR_MODULE,
                "-Xbatch",
                "-XX:-TieredCompilation",
                "-XX:CompileThreshold=200");
        assertEquals(0, firstTierCompiled.start().waitFor(), () -> KilledRunTest.read(firstTierCompiled.log()));
        assertEquals(0, earlyCompiled.start().waitFor(), () -> KilledRunTest.read(earlyCompiled.log()));
        KilledRunTest.assertSameFiles(firstTierCompiled.files(), earlyCompiled.files());
    }
}
