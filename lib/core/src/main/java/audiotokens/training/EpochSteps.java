package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.model.BatchUpload;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabelledBatch;
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
 * @param epoch its number, from 1
 * @param count number of steps
 * @param learner trains, on the thread of {@code compute}
 * @param rates learning rate of each step, from 0
 * @param dropouts dropout of each step, from 0
 * @param metrics is given what the steps measure
 * @param task is told of finished clips
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
    /** Steps whose losses and scores are left on the device, at most. */
    private static final int MOST_UNREAD = 64;

    /** Reads loss and scores after each step. */
    void oneByOne(Prefetcher<Integer, LabelledBatch> prepared) {
        for (int step = 0; step < count; step++) {
            LabelledBatch batch = prepared.next();
            double rate = rates.applyAsDouble(step);
            Dropout dropout = dropouts.apply(step);
            boolean last = step == count - 1;
            long start = System.nanoTime();
            Learner.Step seen = compute.call(() -> learner.step(batch, rate, dropout, last));
            metrics.spend(System.nanoTime() - start);
            finish(step, batch, seen);
        }
    }

    /**
     * Hands in one step after the other, each with its batch on the device before, and reads losses and scores together
     * after many steps. The device works while the thread waits, so all time counts as spent in steps but that in which
     * the upload waited for a batch to be read.
     */
    void inAdvance(Prefetcher<Integer, LabelledBatch> prepared, BatchUpload upload) {
        long start = System.nanoTime();
        List<LabelledBatch> unread = new ArrayList<>();
        try (Prefetcher<Integer, LabelledBatch> uploaded =
                new Prefetcher<>(IntStream.range(0, count).boxed().toList(), step -> upload.upload(prepared.next()))) {
            for (int step = 0; step < count; step++) {
                LabelledBatch batch = uploaded.next();
                unread.add(batch);
                queue(step, batch);
                if (unread.size() == MOST_UNREAD || step == count - 1) {
                    finish(step + 1 - unread.size(), unread);
                    unread.clear();
                }
            }
        }
        metrics.spend(System.nanoTime() - start - prepared.waitedNanos());
    }

    private void queue(int step, LabelledBatch batch) {
        double rate = rates.applyAsDouble(step);
        Dropout dropout = dropouts.apply(step);
        compute.call(() -> {
            // Closed on this thread: an interrupt ends the wait for the step, but not the step.
            try (batch) {
                learner.queue(batch, rate, dropout, step == count - 1);
            }
            return null;
        });
    }

    private void finish(int first, List<LabelledBatch> unread) {
        List<Learner.Step> seen = compute.call(learner::read);
        for (int i = 0; i < seen.size(); i++) {
            finish(first + i, unread.get(i), seen.get(i));
        }
    }

    private void finish(int step, LabelledBatch batch, Learner.Step seen) {
        if (!Double.isFinite(seen.loss())) {
            throw new AudioTokensException("the loss became " + seen.loss() + " at step " + (step + 1) + " of epoch "
                    + epoch + "; try a lower learningRate, gradientClip=1, or normalize=true for spectrogram inputs");
        }
        metrics.add(batch, seen);
        task.advance(batch.ids().size());
    }
}
