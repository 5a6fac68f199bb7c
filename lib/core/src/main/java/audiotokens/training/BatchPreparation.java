package audiotokens.training;

import audiotokens.model.Batch;
import audiotokens.model.ClipDataset;
import audiotokens.model.ClipInput;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Reads, augments and pads the clips of a training batch.
 *
 * @param clips the training clips
 * @param model the model, which limits the number of frames
 * @param options the training options
 * @param augmentation augmentation of single clips
 */
record BatchPreparation(ClipDataset clips, Model model, TrainingOptions options, Augmentation augmentation) {

    LabeledBatch prepare(List<String> ids, RandomGenerator random) {
        List<ClipInput> inputs = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        for (String id : ids) {
            inputs.add(augmentation.apply(clips.read(id).truncate(model.maxFrames()), random));
            targets.add(clips.targets(id));
        }
        if (options.mixing() > 0) {
            mix(inputs, targets, random);
        }
        smooth(targets);
        return new LabeledBatch(ids, Batch.of(inputs, model.minFrames()), targets.toArray(float[][]::new));
    }

    /** Mixes each clip with the next one, and the last clip with the first. */
    private void mix(List<ClipInput> inputs, List<float[]> targets, RandomGenerator random) {
        List<ClipInput> unmixed = List.copyOf(inputs);
        List<float[]> unmixedTargets = List.copyOf(targets);
        for (int i = 0; i < unmixed.size(); i++) {
            int next = (i + 1) % unmixed.size();
            Mixup mixed = Mixup.of(
                    unmixed.get(i),
                    unmixedTargets.get(i),
                    unmixed.get(next),
                    unmixedTargets.get(next),
                    options.mixing(),
                    random);
            inputs.set(i, mixed.input());
            targets.set(i, mixed.targets());
        }
    }

    private void smooth(List<float[]> targets) {
        float smoothing = (float) options.labelSmoothing();
        for (float[] row : targets) {
            float uniformTarget = model.hasExclusiveLabels() ? 1f / row.length : 0.5f;
            for (int label = 0; label < row.length; label++) {
                row[label] = row[label] * (1 - smoothing) + smoothing * uniformTarget;
            }
        }
    }
}
