package audiotokens.notebook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class KernelHostTest {
    @Test
    void aWarmUpThatCannotLoadAClassIsIgnored() {
        assertDoesNotThrow(() -> KernelHost.warmUp(() -> {
            throw new ExceptionInInitializerError("a missing native library");
        }));
        assertDoesNotThrow(() -> KernelHost.warmUp(() -> {
            throw new ClassNotFoundException("another version of the kernel");
        }));
    }

    @Test
    void anOutOfMemoryErrorInTheWarmUpIsThrown() {
        assertThrows(
                OutOfMemoryError.class,
                () -> KernelHost.warmUp(() -> {
                    throw new OutOfMemoryError();
                }));
    }

    @Test
    void kernelsRunOneAfterTheOther() throws Exception {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        KernelHost.runKernels(
                lines("first", "second"),
                file -> {
                    calls.add(file + " starts");
                    sleep(50);
                    calls.add(file + " ends");
                },
                Duration.ofSeconds(60));
        assertEquals(List.of("first starts", "first ends", "second starts", "second ends"), calls);
    }

    @Test
    void aKernelThatDoesNotEndAfterItsShutdownDoesNotStopTheNextOne() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        KernelHost.runKernels(
                lines("hangs", "next"),
                file -> {
                    if (file.equals("hangs")) {
                        await(never);
                    }
                    ended.add(file);
                },
                Duration.ofMillis(50));
        assertEquals(List.of("next"), ended);
        never.countDown();
    }

    @Test
    void aKernelStartsWithTheStreamsOfTheProcess() throws Exception {
        PrintStream out = System.out;
        List<PrintStream> streams = Collections.synchronizedList(new ArrayList<>());
        KernelHost.runKernels(
                lines("first", "second"),
                file -> {
                    streams.add(System.out);
                    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
                },
                Duration.ofSeconds(60));
        System.setOut(out);
        assertEquals(List.of(out, out), streams);
    }

    private static BufferedReader lines(String... lines) {
        return new BufferedReader(new StringReader(String.join("\n", lines)));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
