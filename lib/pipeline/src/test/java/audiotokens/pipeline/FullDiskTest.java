package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a disk that is too small, and what happens once there is room. */
class FullDiskTest {
    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void aSmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                mount("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "no disk can be mounted here (root only): a full disk is not tried");
    }

    @AfterEach
    void theDiskIsGone() throws Exception {
        mount("umount", disk.toString());
    }

    @Test
    void fullDiskStopsTheRunAndSpaceLetsItResume() throws Exception {
        RealRun unbroken = new RealRun(folder, folder.resolve("unbroken"), "tokens");
        assertEquals(0, unbroken.start().waitFor(), () -> KilledRunTest.read(unbroken.log()));
        RealRun run = new RealRun(folder, disk.resolve("run"), "tokens");
        assertEquals(1, run.start().waitFor(), () -> KilledRunTest.read(run.log()));
        String message = Files.readString(run.log());
        assertTrue(message.contains("No space left on device"), message);
        assertTrue(run.files().keySet().stream().noneMatch(name -> name.endsWith(".partial")), "half a file is left");
        assertTrue(mount("mount", "-o", "remount,size=64m", disk.toString()));
        assertEquals(0, run.start().waitFor(), () -> KilledRunTest.read(run.log()));
        KilledRunTest.assertSame(unbroken.files(), run.files());
    }

    private static boolean mount(String... command) throws InterruptedException {
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
