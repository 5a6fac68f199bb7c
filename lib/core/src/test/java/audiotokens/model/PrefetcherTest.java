package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetcherTest {
    @Test
    void itemsAreReturnedInOrder() {
        List<Integer> items = new ArrayList<>();
        try (Prefetcher<Integer, Integer> prefetcher =
                new Prefetcher<>(IntStream.range(0, 200).boxed().toList(), item -> 2 * item)) {
            prefetcher.forEachRemaining(items::add);
            assertThrows(NoSuchElementException.class, prefetcher::next);
        }
        assertEquals(IntStream.range(0, 200).map(item -> 2 * item).boxed().toList(), items);
    }

    @Test
    void anEmptyListHasNoItems() {
        try (Prefetcher<Integer, Integer> prefetcher = new Prefetcher<>(List.of(), item -> item)) {
            assertFalse(prefetcher.hasNext());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void asManyItemsAsRequestedArePreparedAhead(int count) throws InterruptedException {
        CountDownLatch lastPrepared = new CountDownLatch(1);
        AtomicInteger nPrepared = new AtomicInteger();
        Function<Integer, Integer> preparation = item -> {
            nPrepared.incrementAndGet();
            if (item == 1 + count) {
                lastPrepared.countDown();
            }
            return item;
        };
        try (Prefetcher<Integer, Integer> prefetcher = new Prefetcher<>(List.of(1, 2, 3, 4), preparation, count)) {
            assertEquals(1, prefetcher.next());
            lastPrepared.await();
            assertEquals(1 + count, nPrepared.get());
        }
    }

    @Test
    void anExceptionIsThrownWhenItsItemIsRequested() {
        try (Prefetcher<Integer, Integer> prefetcher = new Prefetcher<>(List.of(1, 2, 3), item -> {
            if (item == 2) {
                throw new IllegalArgumentException("clip 2 is damaged");
            }
            return item;
        })) {
            assertEquals(1, prefetcher.next());
            assertEquals(
                    "clip 2 is damaged",
                    assertThrows(IllegalArgumentException.class, prefetcher::next)
                            .getMessage());
        }
    }

    @Test
    void anInterruptCancelsTheWaitingConsumer() {
        try (Prefetcher<Integer, Integer> prefetcher = new Prefetcher<>(List.of(1), item -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return item;
        })) {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, prefetcher::next);
            assertTrue(Thread.interrupted());
        }
    }
}
