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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AheadTest {
    @Test
    void preparedItemsComeInTheOrderOfTheItems() {
        List<Integer> taken = new ArrayList<>();
        try (Ahead<Integer, Integer> ahead =
                new Ahead<>(IntStream.range(0, 200).boxed().toList(), item -> 2 * item)) {
            ahead.forEachRemaining(taken::add);
            assertThrows(NoSuchElementException.class, ahead::next);
        }
        assertEquals(IntStream.range(0, 200).map(item -> 2 * item).boxed().toList(), taken);
    }

    @Test
    void noItemsGiveNone() {
        try (Ahead<Integer, Integer> ahead = new Ahead<>(List.of(), item -> item)) {
            assertFalse(ahead.hasNext());
        }
    }

    @Test
    void oneItemIsPreparedAheadOfTheOneThatIsTaken() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger prepared = new AtomicInteger();
        try (Ahead<Integer, Integer> ahead = new Ahead<>(List.of(1, 2, 3), item -> {
            prepared.incrementAndGet();
            if (item == 2) {
                second.countDown();
            }
            return item;
        })) {
            assertEquals(1, ahead.next());
            second.await();
            assertEquals(2, prepared.get());
        }
    }

    @Test
    void aProblemComesAtItsOwnItem() {
        try (Ahead<Integer, Integer> ahead = new Ahead<>(List.of(1, 2, 3), item -> {
            if (item == 2) {
                throw new IllegalArgumentException("clip 2 is damaged");
            }
            return item;
        })) {
            assertEquals(1, ahead.next());
            assertEquals(
                    "clip 2 is damaged",
                    assertThrows(IllegalArgumentException.class, ahead::next).getMessage());
        }
    }

    @Test
    void anInterruptOfTheOneWhoWaitsStops() {
        try (Ahead<Integer, Integer> ahead = new Ahead<>(List.of(1), item -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return item;
        })) {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, ahead::next);
            assertTrue(Thread.interrupted());
        }
    }
}
