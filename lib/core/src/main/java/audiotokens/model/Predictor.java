package audiotokens.model;

import ai.djl.ndarray.NDArray;
import audiotokens.metrics.Predictions;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Inference with a model, without dropout and gradients.
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

    private record Scored(float[] logits, double lossSum) {}

    /** Predicts all clips of {@code inputs} in batches of {@code batchSize}. */
    public ScoredPredictions predict(ClipDataset inputs, int batchSize, ComputeThread compute, Progress progress) {
        List<List<String>> batches =
                BatchPlan.of(inputs.ids(), id -> model.paddedFrames(inputs.approximateFrames(id)), batchSize);
        List<String> ids = new ArrayList<>();
        List<float[]> scores = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        double lossSum = 0;
        try (Progress.Task task = progress.begin("Predicting", inputs.ids().size(), "clips");
                Prefetcher<List<String>, LabeledBatch> prefetcher =
                        new Prefetcher<>(batches, clips -> load(inputs, clips))) {
            while (prefetcher.hasNext()) {
                LabeledBatch batch = prefetcher.next();
                Scored scored = compute.call(() -> score(batch));
                lossSum += scored.lossSum();
                ids.addAll(batch.ids());
                targets.addAll(List.of(batch.targets()));
                scores.addAll(List.of(probabilities(scored.logits(), inputs.labels())));
                task.advance(batch.ids().size());
            }
        }
        Predictions predictions = new Predictions(ids, scores.toArray(float[][]::new), targets.toArray(float[][]::new));
        int terms = model.hasExclusiveLabels() ? 1 : inputs.labels();
        return new ScoredPredictions(predictions, lossSum / ((double) ids.size() * terms));
    }

    /** Probability of each label of one clip: (labels,). */
    public float[] predict(ClipInput input) {
        try (ForwardPass pass = ForwardPass.inference(parameters, workers)) {
            Batch batch = Batch.of(List.of(input.first(model.maxFrames())), model.minFrames());
            float[] logits = model.logits(pass, batch).toFloatArray();
            return probabilities(logits, logits.length)[0];
        }
    }

    private LabeledBatch load(ClipDataset inputs, List<String> ids) {
        List<ClipInput> clips =
                ids.stream().map(id -> inputs.read(id).first(model.maxFrames())).toList();
        float[][] targets = ids.stream().map(inputs::targets).toArray(float[][]::new);
        return new LabeledBatch(ids, Batch.of(clips, model.minFrames()), targets);
    }

    private Scored score(LabeledBatch batch) {
        try (ForwardPass pass = ForwardPass.inference(parameters, workers)) {
            NDArray logits = model.logits(pass, batch.batch());
            NDArray targets = batch.targets(pass.manager());
            NDArray loss = model.hasExclusiveLabels()
                    ? CrossEntropy.unreduced(logits, targets)
                    : BinaryCrossEntropy.unreduced(logits, targets);
            return new Scored(logits.toFloatArray(), loss.sum().getFloat());
        }
    }

    /** The sigmoid of logits in rows of {@code labels}: (clips, labels). */
    public static float[][] probabilities(float[] logits, int labels) {
        float[][] rows = new float[logits.length / labels][labels];
        for (int i = 0; i < logits.length; i++) {
            rows[i / labels][i % labels] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        return rows;
    }
}
