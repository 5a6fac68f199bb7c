package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.model.BatchUpload;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Prefetcher;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The training steps of one epoch.
 *
 * @param epoch number of the epoch, from 1
 * @param count number of steps
 * @param learner runs the steps, on the thread of {@code compute}
 * @param rates learning rate of each step; the epoch's first step is 0
 * @param dropouts dropout of each step; the epoch's first step is 0
 * @param metrics receives the results of the steps
 * @param task receives the number of finished clips
 */
record EpochSteps(
        int epoch,
        int count,
        Learner learner,
        ComputeThread compute,
        IntToDoubleFunction rates,
        IntFunction<Dropout> dropouts,
        EpochMetrics metrics,
        Progress.Task task) {
    /** Maximum number of steps whose losses and scores stay on the device until they are read. */
    private static final int MAX_QUEUED_STEPS = 64;

    /** Runs the steps, and reads loss and scores after each step. */
    void runSynchronously(Prefetcher<Integer, LabeledBatch> prepared) {
        for (int step = 0; step < count; step++) {
            LabeledBatch batch = prepared.next();
            double rate = rates.applyAsDouble(step);
            Dropout dropout = dropouts.apply(step);
            boolean isLast = step == count - 1;
            long start = System.nanoTime();
            Learner.Step result = compute.call(() -> learner.step(batch, rate, dropout, isLast));
            metrics.addStepTime(System.nanoTime() - start);
            recordResults(step, batch, result);
        }
    }

    /**
     * Queues the steps, whose batches are uploaded to the device ahead of them, and reads losses and scores only every
     * {@value #MAX_QUEUED_STEPS} steps. The device works while this thread waits, so the whole time counts as step
     * time, except the time that the upload waits for batches to be prepared.
     */
    void runQueued(Prefetcher<Integer, LabeledBatch> prepared, BatchUpload upload) {
        long start = System.nanoTime();
        List<LabeledBatch> unread = new ArrayList<>();
        try (Prefetcher<Integer, LabeledBatch> uploaded =
                upload.prefetch(IntStream.range(0, count).boxed().toList(), step -> prepared.next())) {
            for (int step = 0; step < count; step++) {
                LabeledBatch batch = uploaded.next();
                unread.add(batch);
                queue(step, batch);
                if (unread.size() == MAX_QUEUED_STEPS || step == count - 1) {
                    recordResults(step + 1 - unread.size(), unread);
                    unread.clear();
                }
            }
        }
        metrics.addStepTime(System.nanoTime() - start - prepared.waitedNanos());
    }

    private void queue(int step, LabeledBatch batch) {
        double rate = rates.applyAsDouble(step);
        Dropout dropout = dropouts.apply(step);
        compute.call(() -> {
            // the compute thread closes the batch, since an interrupted caller stops waiting while the step continues
            try (batch) {
                learner.queue(batch, rate, dropout, step == count - 1);
            }
            return null;
        });
    }

    private void recordResults(int firstStep, List<LabeledBatch> unread) {
        List<Learner.Step> results = compute.call(learner::readResults);
        for (int i = 0; i < results.size(); i++) {
            recordResults(firstStep + i, unread.get(i), results.get(i));
        }
    }

    private void recordResults(int step, LabeledBatch batch, Learner.Step result) {
        if (!Double.isFinite(result.loss())) {
            throw new AudioTokensException("the loss became " + result.loss() + " at step " + (step + 1) + " of epoch "
                    + epoch + "; try a lower learningRate, gradientClip=1, or normalize=true for spectrogram inputs");
        }
        metrics.add(batch, result);
        task.advance(batch.ids().size());
    }
}
