package audiotokens.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();

    @Test
    void everyItemIsHandledOnceAlsoInNestedCalls() {
        Set<Integer> handled = ConcurrentHashMap.newKeySet();
        Parallel.forEach(
                ITEMS,
                4,
                () -> item -> Parallel.forEach(
                        List.of(2 * item, 2 * item + 1), 2, () -> inner -> assertTrue(handled.add(inner))));
        assertEquals(200, handled.size());
    }

    @Test
    void aFailureStopsAllWorkersAndLeavesNoInterruptForTheNextCall() {
        for (int i = 0; i < 50; i++) {
            IllegalStateException failure = assertThrows(
                    IllegalStateException.class,
                    () -> Parallel.forEach(ITEMS, 3, () -> item -> {
                        if (item == 5) {
                            throw new IllegalStateException("item 5");
                        }
                        Thread.sleep(1);
                    }));
            assertEquals("item 5", failure.getMessage());
            Parallel.forEach(
                    ITEMS, 3, () -> item -> assertFalse(Thread.currentThread().isInterrupted()));
        }
    }

    @Test
    void anInterruptStopsAllWorkersButDoesNotHideAnEarlierFailure() {
        AtomicInteger handled = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> Parallel.forEach(ITEMS, 2, () -> item -> {
                    Thread.sleep(20);
                    handled.incrementAndGet();
                }));
        assertTrue(Thread.interrupted());
        assertTrue(handled.get() < ITEMS.size());

        Thread caller = Thread.currentThread();
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> Parallel.forEach(List.of(0, 1), 2, () -> item -> {
                    if (item == 0) {
                        throw new IllegalStateException("disk is full");
                    }
                    try {
                        Thread.sleep(10_000);
                    } catch (InterruptedException e) {
                        caller.interrupt();
                    }
                }));
        assertEquals("disk is full", failure.getMessage());
        Thread.interrupted();
    }

    @Test
    void workersUseTheCallersContextClassLoader() throws Exception {
        ClassLoader previous = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[0], previous)) {
            Thread.currentThread().setContextClassLoader(loader);
            Parallel.forEach(
                    ITEMS,
                    2,
                    () -> item -> assertSame(loader, Thread.currentThread().getContextClassLoader()));
        } finally {
            Thread.currentThread().setContextClassLoader(previous);
        }
        Parallel.forEach(
                ITEMS,
                2,
                () -> item -> assertSame(previous, Thread.currentThread().getContextClassLoader()));
    }

    @Test
    void atLeastOneThreadIsNeeded() {
        assertThrows(IllegalArgumentException.class, () -> Parallel.forEach(ITEMS, 0, () -> item -> {}));
    }
}
