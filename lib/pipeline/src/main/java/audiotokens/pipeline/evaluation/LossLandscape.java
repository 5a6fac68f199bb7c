package audiotokens.pipeline.evaluation;

import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Parameters;
import audiotokens.model.Predictor;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.RunModel;
import audiotokens.pipeline.training.TrainingFolder;
import audiotokens.random.RandomStreams;
import audiotokens.work.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The validation loss around the best weights, on a plane through two random directions.
 *
 * <p>Directions are filter-normalized: each row of a direction has the norm of the corresponding row of the weights,
 * and biases are not varied, so that landscapes of different models are comparable. Source: Li et al., "Visualizing the
 * Loss Landscape of Neural Nets", 2018.
 *
 * @param coordinates coordinates along either direction, from -reach to reach
 * @param loss (points, points), mean binary cross-entropy; the first axis is the first direction
 */
public record LossLandscape(double[] coordinates, double[][] loss) {

    /**
     * Computes the landscape. Each point needs one prediction of all validation clips.
     *
     * @param points number of coordinates per direction; with an odd number the best weights are in the center
     * @param reach extent in units of the norm of the weights
     */
    public static LossLandscape of(Configuration configuration, int points, double reach, Progress progress) {
        ClipInputs clips = new ClipInputs(configuration, Metadata.read(configuration), Split.VALIDATION);
        ComputeDevice device = configuration.run().deviceChoice().device();
        TrainedModel model = RunModel.read(
                TrainingFolder.of(RunFolder.of(configuration)).bestWeights(), configuration, clips.nLabels(), device);
        ComputeThread compute = new ComputeThread(device);
        try (Progress.Task task = progress.begin("Loss landscape", (long) points * points, "points")) {
            RandomStreams streams = new RandomStreams(configuration.run().seed());
            Map<String, Tensor> bestWeights = model.parameters().values();
            Map<String, float[]> firstDirection = direction(bestWeights, streams.stream("first direction"));
            Map<String, float[]> secondDirection = direction(bestWeights, streams.stream("second direction"));
            double[] coordinates = new double[points];
            for (int i = 0; i < points; i++) {
                coordinates[i] = points == 1 ? 0 : reach * (2.0 * i / (points - 1) - 1);
            }
            double[][] loss = new double[points][points];
            for (int i = 0; i < points; i++) {
                for (int j = 0; j < points; j++) {
                    Map<String, Tensor> perturbed =
                            perturbed(bestWeights, firstDirection, coordinates[i], secondDirection, coordinates[j]);
                    Parameters parameters = Parameters.of(model.model().parameters(), perturbed, device.device());
                    try {
                        loss[i][j] = new Predictor(model.model(), parameters, compute.workers())
                                .predict(clips, configuration.training().batchSize(), compute, Progress.silent())
                                .loss();
                    } finally {
                        compute.call(() -> {
                            parameters.close();
                            return null;
                        });
                    }
                    task.advance(1);
                }
            }
            return new LossLandscape(coordinates, loss);
        } finally {
            compute.closeAfterQueuedWork(model);
        }
    }

    static Map<String, float[]> direction(Map<String, Tensor> weights, RandomGenerator random) {
        Map<String, float[]> direction = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> {
            float[] values = new float[tensor.values().length];
            if (tensor.shape().length > 1) {
                int rowLength = (int) (values.length / tensor.shape()[0]);
                for (int rowStart = 0; rowStart < values.length; rowStart += rowLength) {
                    fillRow(values, tensor.values(), rowStart, rowLength, random);
                }
            }
            direction.put(name, values);
        });
        return direction;
    }

    /** Fills a row with random values that have the norm of the same row of the weights. */
    private static void fillRow(float[] values, float[] weights, int rowStart, int rowLength, RandomGenerator random) {
        double squaredNorm = 0;
        double randomSquaredNorm = 0;
        for (int i = rowStart; i < rowStart + rowLength; i++) {
            values[i] = (float) random.nextGaussian();
            squaredNorm += weights[i] * weights[i];
            randomSquaredNorm += values[i] * values[i];
        }
        float scale = (float) Math.sqrt(squaredNorm / randomSquaredNorm);
        for (int i = rowStart; i < rowStart + rowLength; i++) {
            values[i] *= scale;
        }
    }

    private static Map<String, Tensor> perturbed(
            Map<String, Tensor> weights,
            Map<String, float[]> firstDirection,
            double firstStep,
            Map<String, float[]> secondDirection,
            double secondStep) {
        Map<String, Tensor> perturbed = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            float[] firstValues = Objects.requireNonNull(firstDirection.get(name), name);
            float[] secondValues = Objects.requireNonNull(secondDirection.get(name), name);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (firstStep * firstValues[i] + secondStep * secondValues[i]);
            }
            perturbed.put(name, new Tensor(tensor.shape(), values));
        });
        return perturbed;
    }
}
