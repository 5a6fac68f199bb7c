package audiotokens.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LocalExecutorTest {
    private static final List<Integer> THOUSAND_ITEMS =
            IntStream.range(0, 1000).boxed().toList();

    private static Progress.Task silentTask() {
        return Progress.silent().begin("", -1, "");
    }

    /** Creates work without resources. */
    private static <R extends java.io.Serializable> ItemWork<Integer, R> workOf(ItemWork.Worker<Integer, R> worker) {
        return () -> () -> worker;
    }

    /** Sleeps, so that later items of a block of eight finish first. */
    private static void finishLaterItemsFirst(int item) {
        try {
            Thread.sleep(0, (8 - item % 8) * 20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void outcomesArriveInItemOrder() {
        List<ItemOutcome<Integer, String>> outcomes = new LocalExecutor(4)
                .map(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            finishLaterItemsFirst(item);
                            return "result " + item;
                        }),
                        silentTask());
        assertEquals(
                THOUSAND_ITEMS.stream()
                        .map(item -> new ItemOutcome.Done<>(item, "result " + item))
                        .toList(),
                outcomes);
    }

    @Test
    void anUnusableItemGivesAFailedOutcomeAndOtherItemsAreProcessed() {
        List<String> notes = new ArrayList<>();
        AtomicInteger nAdvanced = new AtomicInteger();
        Progress.Task task = new Progress.Task() {
            @Override
            public void advance(long count) {
                nAdvanced.addAndGet((int) count);
            }

            @Override
            public void note(String remark) {
                notes.add(remark);
            }

            @Override
            public void close() {}
        };
        List<ItemOutcome<Integer, Integer>> outcomes = new LocalExecutor(3)
                .map(
                        List.of(1, 2, 3, 4),
                        workOf(item -> {
                            if (item % 2 == 0) {
                                throw new ItemException("file " + item, "is empty", null);
                            }
                            return 10 * item;
                        }),
                        task);
        assertEquals(
                List.of(
                        new ItemOutcome.Done<>(1, 10),
                        new ItemOutcome.Failed<>(2, "file 2", "is empty"),
                        new ItemOutcome.Done<>(3, 30),
                        new ItemOutcome.Failed<>(4, "file 4", "is empty")),
                outcomes);
        assertEquals(4, nAdvanced.get());
        assertEquals(List.of("1 problem", "2 problems"), notes);
    }

    /** A floating-point sum that depends on the order of addition. */
    private record Sum(double value) implements Mergeable<Sum> {
        @Override
        public Sum merge(Sum next) {
            return new Sum(value + next.value);
        }
    }

    @Test
    void sumsAreBitIdenticalForAnyThreadCount() {
        double expected = 0;
        for (int start = 0; start < THOUSAND_ITEMS.size(); start += Executor.BLOCK_SIZE) {
            double blockSum = 0;
            for (int item = start; item < Math.min(THOUSAND_ITEMS.size(), start + Executor.BLOCK_SIZE); item++) {
                blockSum += item % 100 == 7 ? 0 : 1 / (item + 1.0);
            }
            expected += blockSum;
        }
        double sequentialSum = THOUSAND_ITEMS.stream()
                .filter(item -> item % 100 != 7)
                .mapToDouble(item -> 1 / (item + 1.0))
                .reduce(0, Double::sum);
        assertTrue(expected != sequentialSum, "the sum depends on the order");
        for (int threads : new int[] {1, 2, 5}) {
            List<Integer> failed = new ArrayList<>();
            Sum sum = new LocalExecutor(threads)
                    .reduce(
                            THOUSAND_ITEMS,
                            workOf(item -> {
                                finishLaterItemsFirst(item);
                                if (item % 100 == 7) {
                                    throw new ItemException("", "seven", null);
                                }
                                return new Sum(1 / (item + 1.0));
                            }),
                            new Sum(0),
                            silentTask(),
                            failure -> failed.add(failure.item()));
            assertEquals(expected, sum.value(), threads + " threads");
            assertEquals(List.of(7, 107, 207, 307, 407, 507, 607, 707, 807, 907), failed);
        }
    }

    @Test
    void reducingNoItemsReturnsTheInitialValue() {
        assertEquals(
                new Sum(3),
                new LocalExecutor(2)
                        .reduce(
                                List.<Integer>of(),
                                workOf(item -> new Sum(1)),
                                new Sum(3),
                                silentTask(),
                                failure -> {}));
    }

    @Test
    void workersArePerThreadAndClosedOnFailure() {
        AtomicInteger nOpen = new AtomicInteger();
        AtomicInteger nWorkers = new AtomicInteger();
        ItemWork<Integer, Integer> work = () -> {
            nOpen.incrementAndGet();
            return new ItemWork.WorkerFactory<>() {
                @Override
                public ItemWork.Worker<Integer, Integer> worker() {
                    nWorkers.incrementAndGet();
                    nOpen.incrementAndGet();
                    return new ItemWork.Worker<>() {
                        @Override
                        public Integer apply(Integer item) throws IOException {
                            if (item == 500) {
                                throw new IOException("the disk is full");
                            }
                            return item;
                        }

                        @Override
                        public void close() {
                            nOpen.decrementAndGet();
                        }
                    };
                }

                @Override
                public void close() {
                    nOpen.decrementAndGet();
                }
            };
        };
        AudioTokensException exception = assertThrows(
                AudioTokensException.class, () -> new LocalExecutor(3).map(THOUSAND_ITEMS, work, silentTask()));
        assertTrue(exception.getMessage().contains("the disk is full"), exception.getMessage());
        assertEquals(3, nWorkers.get());
        assertEquals(0, nOpen.get());
    }

    @Test
    void anInterruptStopsTheWorkAfterTheCurrentItems() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger nRunning = new AtomicInteger();
        AtomicInteger nDone = new AtomicInteger();
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                new LocalExecutor(2)
                        .map(
                                THOUSAND_ITEMS,
                                workOf(item -> {
                                    nRunning.incrementAndGet();
                                    started.countDown();
                                    finishLaterItemsFirst(0);
                                    nRunning.decrementAndGet();
                                    return nDone.incrementAndGet();
                                }),
                                silentTask());
            } catch (CancellationException e) {
                thrown.add(e);
                assertTrue(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        started.await();
        caller.interrupt();
        caller.join();
        assertEquals(1, thrown.size());
        assertEquals(0, nRunning.get(), "no worker is running");
        assertTrue(nDone.get() < THOUSAND_ITEMS.size(), "done " + nDone.get());
    }

    @Test
    void aSlowItemLimitsTheNumberOfWaitingResults() throws InterruptedException {
        CountDownLatch slowItemMayEnd = new CountDownLatch(1);
        AtomicInteger nDone = new AtomicInteger();
        List<Integer> delivered = new ArrayList<>();
        Thread caller = new Thread(() -> new LocalExecutor(2)
                .forEach(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            if (item == 0) {
                                awaitQuietly(slowItemMayEnd);
                            }
                            return nDone.incrementAndGet();
                        }),
                        silentTask(),
                        outcome -> delivered.add(outcome.item())));
        caller.start();
        int nPreviouslyDone = -1;
        while (nDone.get() != nPreviouslyDone || nPreviouslyDone <= 0) {
            nPreviouslyDone = nDone.get();
            Thread.sleep(50);
        }
        assertTrue(nDone.get() < 100, nDone + " results wait for the first");
        slowItemMayEnd.countDown();
        caller.join();
        assertEquals(THOUSAND_ITEMS, delivered);
    }

    /** A sum of 20 MB, the size for 4,000 centroids of 640 values. */
    private record LargeSum(double value) implements Mergeable<LargeSum> {
        @Override
        public LargeSum merge(LargeSum next) {
            return new LargeSum(value + next.value);
        }

        @Override
        public long approximateBytes() {
            return 20L << 20;
        }
    }

    @Test
    void fewerResultsWaitIfTheyAreLarge() throws InterruptedException {
        CountDownLatch slowItemMayEnd = new CountDownLatch(1);
        AtomicInteger nDone = new AtomicInteger();
        List<LargeSum> sums = new ArrayList<>();
        Thread caller = new Thread(() -> sums.add(new LocalExecutor(2)
                .reduce(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            if (item == 0) {
                                awaitQuietly(slowItemMayEnd);
                            }
                            nDone.incrementAndGet();
                            return new LargeSum(item);
                        }),
                        new LargeSum(0),
                        silentTask(),
                        failure -> {})));
        caller.start();
        int nPreviouslyDone = -1;
        while (nDone.get() != nPreviouslyDone || nPreviouslyDone <= 0) {
            nPreviouslyDone = nDone.get();
            Thread.sleep(50);
        }
        assertEquals(11, nDone.get(), "all of the 12 that fit into 256 MB, except the slow one");
        slowItemMayEnd.countDown();
        caller.join();
        assertEquals(List.of(new LargeSum(999 * 1000 / 2)), sums);
    }

    @Test
    @Timeout(60)
    void aSlowFailingItemReleasesWaitingThreadsAndReportsItsReason() {
        AtomicInteger nOthers = new AtomicInteger();
        AudioTokensException failure = assertThrows(AudioTokensException.class, () -> new LocalExecutor(2)
                .map(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            if (item > 0) {
                                return nOthers.incrementAndGet();
                            }
                            // until 63 results wait for this item: then the other thread waits, too
                            while (nOthers.get() < 63) {
                                Thread.onSpinWait();
                            }
                            throw new IOException("the disk is full");
                        }),
                        silentTask()));
        assertTrue(failure.getMessage().contains("the disk is full"), failure.getMessage());
        assertEquals(63, nOthers.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
