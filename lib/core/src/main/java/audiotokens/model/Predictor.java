package audiotokens.model;

import ai.djl.ndarray.NDArray;
import audiotokens.metrics.Predictions;
import audiotokens.work.Progress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Inference with a model, without dropout or gradients.
 *
 * @param model the model
 * @param parameters its weights
 * @param workers worker threads for independent parts of the model
 */
public record Predictor(Model model, Parameters parameters, Optional<WorkerPool> workers) {

    /**
     * Predictions and their loss.
     *
     * @param predictions one row per clip
     * @param loss mean binary cross-entropy over all clips and labels; mean cross-entropy over all clips if labels are
     *     exclusive
     */
    public record ScoredPredictions(Predictions predictions, double loss) {}

    /**
     * The outputs for one batch.
     *
     * @param logits (clips, labels), row by row
     * @param lossSum sum of the binary cross-entropy over all clips and labels, or of the cross-entropy over all clips
     *     if labels are exclusive
     * @param lossTerms number of terms in that sum
     */
    public record BatchScores(float[] logits, double lossSum, long lossTerms) implements Serializable {}

    /** Predicts all clips of {@code dataset} in batches of {@code batchSize}. */
    public ScoredPredictions predict(ClipDataset dataset, int batchSize, ComputeThread compute, Progress progress) {
        List<List<String>> batches = batches(dataset, batchSize);
        List<BatchScores> batchScores = new ArrayList<>();
        try (Progress.Task task = progress.begin("Predicting", dataset.ids().size(), "clips");
                Prefetcher<List<String>, LabeledBatch> prefetcher =
                        new Prefetcher<>(batches, ids -> load(dataset, ids))) {
            while (prefetcher.hasNext()) {
                LabeledBatch batch = prefetcher.next();
                batchScores.add(compute.call(() -> score(batch)));
                task.advance(batch.ids().size());
            }
        }
        return join(dataset, batches, batchScores);
    }

    /** Returns the batches into which {@link #predict} divides the clips, as {@link BatchPlan} describes. */
    public List<List<String>> batches(ClipDataset dataset, int batchSize) {
        return BatchPlan.of(dataset.ids(), id -> model.inputFrames(dataset.approximateFrames(id)), batchSize);
    }

    /** Computes the outputs for one batch on the calling thread. */
    public BatchScores score(ClipDataset dataset, List<String> ids) {
        return score(load(dataset, ids));
    }

    /**
     * Joins the outputs of all batches into predictions and their loss.
     *
     * @param batchScores one element per batch
     */
    public static ScoredPredictions join(
            ClipDataset dataset, List<List<String>> batches, List<BatchScores> batchScores) {
        List<String> ids = batches.stream().flatMap(List::stream).toList();
        float[][] scores = batchScores.stream()
                .flatMap(batch -> Stream.of(probabilities(batch.logits(), dataset.nLabels())))
                .toArray(float[][]::new);
        float[][] targets = ids.stream().map(dataset::targets).toArray(float[][]::new);
        double lossSum = 0;
        long lossTerms = 0;
        for (BatchScores batch : batchScores) {
            lossSum += batch.lossSum();
            lossTerms += batch.lossTerms();
        }
        return new ScoredPredictions(new Predictions(ids, scores, targets), lossSum / lossTerms);
    }

    /** Returns the probability of each label of one clip: (labels,). */
    public float[] predict(ClipInput input) {
        try (ForwardPass pass = ForwardPass.inference(parameters, workers)) {
            Batch batch = Batch.of(List.of(input.truncate(model.maxFrames())), model.minFrames());
            float[] logits = model.logits(pass, batch).toFloatArray();
            return probabilities(logits, logits.length)[0];
        }
    }

    private LabeledBatch load(ClipDataset dataset, List<String> ids) {
        List<ClipInput> inputs = ids.stream()
                .map(id -> dataset.read(id).truncate(model.maxFrames()))
                .toList();
        float[][] targets = ids.stream().map(dataset::targets).toArray(float[][]::new);
        return new LabeledBatch(ids, Batch.of(inputs, model.minFrames()), targets);
    }

    private BatchScores score(LabeledBatch batch) {
        try (ForwardPass pass = ForwardPass.inference(parameters, workers)) {
            NDArray logits = model.logits(pass, batch.batch());
            NDArray targets = batch.targets(pass.manager());
            NDArray loss = model.hasExclusiveLabels()
                    ? CrossEntropy.unreduced(logits, targets)
                    : BinaryCrossEntropy.unreduced(logits, targets);
            return new BatchScores(logits.toFloatArray(), loss.sum().getFloat(), loss.size());
        }
    }

    /** Returns the sigmoid of logits in rows of {@code nLabels}: (clips, labels). */
    public static float[][] probabilities(float[] logits, int nLabels) {
        float[][] rows = new float[logits.length / nLabels][nLabels];
        for (int i = 0; i < logits.length; i++) {
            rows[i / nLabels][i % nLabels] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        return rows;
    }
}
