package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the stages on a disk that is too small, then enlarges the disk and resumes the run. */
@Tag("slow")
class FullDiskTest {
    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mountSmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                runCommand("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "skipped: mounting a small disk needs root");
    }

    @AfterEach
    void unmountSmallDisk() throws Exception {
        runCommand("umount", disk.toString());
    }

    @Test
    void aRunStoppedByAFullDiskResumesOnceThereIsSpace() throws Exception {
        RunProcess uninterrupted = new RunProcess(folder, folder.resolve("unbroken"), "tokens");
        assertEquals(0, uninterrupted.start().waitFor(), () -> KilledRunTest.read(uninterrupted.log()));
        RunProcess run = new RunProcess(folder, disk.resolve("run"), "tokens");
        assertEquals(1, run.start().waitFor(), () -> KilledRunTest.read(run.log()));
        String message = Files.readString(run.log());
        assertTrue(message.contains("No space left on device"), message);
        assertTrue(
                run.files().keySet().stream().noneMatch(name -> name.endsWith(".partial")), "a partial file remains");
        assertTrue(runCommand("mount", "-o", "remount,size=64m", disk.toString()));
        assertEquals(0, run.start().waitFor(), () -> KilledRunTest.read(run.log()));
        KilledRunTest.assertSameFiles(uninterrupted.files(), run.files());
    }

    private static boolean runCommand(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
