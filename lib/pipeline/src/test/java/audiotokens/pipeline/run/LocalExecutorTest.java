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

    private static Progress.Task silent() {
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
                        silent());
        assertEquals(
                THOUSAND_ITEMS.stream()
                        .map(item -> new ItemOutcome.Done<>(item, "result " + item))
                        .toList(),
                outcomes);
    }

    @Test
    void anUnusableItemIsAFailedOutcomeAndTheOthersContinue() {
        List<String> notes = new ArrayList<>();
        AtomicInteger steps = new AtomicInteger();
        Progress.Task task = new Progress.Task() {
            @Override
            public void advance(long count) {
                steps.addAndGet((int) count);
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
        assertEquals(4, steps.get());
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
                            silent(),
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
                        .reduce(List.<Integer>of(), workOf(item -> new Sum(1)), new Sum(3), silent(), failure -> {}));
    }

    @Test
    void workersArePerThreadAndClosedOnFailure() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger workers = new AtomicInteger();
        ItemWork<Integer, Integer> work = () -> {
            open.incrementAndGet();
            return new ItemWork.WorkerFactory<>() {
                @Override
                public ItemWork.Worker<Integer, Integer> worker() {
                    workers.incrementAndGet();
                    open.incrementAndGet();
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
                            open.decrementAndGet();
                        }
                    };
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        };
        AudioTokensException exception = assertThrows(
                AudioTokensException.class, () -> new LocalExecutor(3).map(THOUSAND_ITEMS, work, silent()));
        assertTrue(exception.getMessage().contains("the disk is full"), exception.getMessage());
        assertEquals(3, workers.get());
        assertEquals(0, open.get());
    }

    @Test
    void anInterruptStopsTheWorkAfterTheCurrentItems() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                new LocalExecutor(2)
                        .map(
                                THOUSAND_ITEMS,
                                workOf(item -> {
                                    running.incrementAndGet();
                                    started.countDown();
                                    finishLaterItemsFirst(0);
                                    running.decrementAndGet();
                                    return done.incrementAndGet();
                                }),
                                silent());
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
        assertEquals(0, running.get(), "no worker is running");
        assertTrue(done.get() < THOUSAND_ITEMS.size(), "done " + done.get());
    }

    @Test
    void aSlowItemLimitsTheNumberOfWaitingResults() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        List<Integer> delivered = new ArrayList<>();
        Thread caller = new Thread(() -> new LocalExecutor(2)
                .forEach(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            if (item == 0) {
                                awaitQuietly(slow);
                            }
                            return done.incrementAndGet();
                        }),
                        silent(),
                        outcome -> delivered.add(outcome.item())));
        caller.start();
        int before = -1;
        while (done.get() != before || before <= 0) {
            before = done.get();
            Thread.sleep(50);
        }
        assertTrue(done.get() < 100, done + " results wait for the first");
        slow.countDown();
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
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        List<LargeSum> sums = new ArrayList<>();
        Thread caller = new Thread(() -> sums.add(new LocalExecutor(2)
                .reduce(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            if (item == 0) {
                                awaitQuietly(slow);
                            }
                            done.incrementAndGet();
                            return new LargeSum(item);
                        }),
                        new LargeSum(0),
                        silent(),
                        failure -> {})));
        caller.start();
        int before = -1;
        while (done.get() != before || before <= 0) {
            before = done.get();
            Thread.sleep(50);
        }
        assertEquals(11, done.get(), "all of the 12 that fit into 256 MB, except the slow one");
        slow.countDown();
        caller.join();
        assertEquals(List.of(new LargeSum(999 * 1000 / 2)), sums);
    }

    @Test
    @Timeout(60)
    void aSlowFailingItemReleasesWaitingThreadsAndReportsItsReason() {
        AtomicInteger others = new AtomicInteger();
        AudioTokensException failure = assertThrows(AudioTokensException.class, () -> new LocalExecutor(2)
                .map(
                        THOUSAND_ITEMS,
                        workOf(item -> {
                            if (item > 0) {
                                return others.incrementAndGet();
                            }
                            while (others.get() < 63) { // the other thread has filled the window and waits
                                Thread.onSpinWait();
                            }
                            throw new IOException("the disk is full");
                        }),
                        silent()));
        assertTrue(failure.getMessage().contains("the disk is full"), failure.getMessage());
        assertEquals(63, others.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
