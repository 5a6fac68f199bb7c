package audiotokens.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.device.DeviceChoice;
import audiotokens.device.DeviceRequest;
import audiotokens.model.BinaryCrossEntropy;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.LabelledBatch;
import audiotokens.model.Model;
import audiotokens.model.ParameterLayout;
import audiotokens.model.Parameters;
import audiotokens.random.TorchRandom;
import audiotokens.training.AdamW;
import audiotokens.training.Learner;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Times a training step and its parts, one line for each model and batch size: median milliseconds of a whole step, and of
 * forward pass, backward pass and update with a synchronization after each.
 *
 * <p>Arguments: the device ({@code auto}, {@code cpu}, {@code gpu:1}), the number of timed steps, and the batch sizes.
 */
public final class StepParts {
    private static final int WARM_UP = 5;

    private StepParts() {}

    public static void main(String[] arguments) {
        int threads = Runtime.getRuntime().availableProcessors();
        DeviceChoice choice = DeviceChoice.of(DeviceRequest.of(arguments[0]), threads);
        System.out.println(choice.sentence());
        int steps = Integer.parseInt(arguments[1]);
        for (BenchModel model : BenchModel.values()) {
            for (String batch : Arrays.copyOfRange(arguments, 2, arguments.length)) {
                System.out.println(row(model, Integer.parseInt(batch), steps, choice.device()));
            }
        }
    }

    private static String row(BenchModel bench, int size, int steps, ComputeDevice device) {
        try (ComputeThread compute = new ComputeThread(device)) {
            return compute.call(() -> {
                Model model = bench.model(true);
                Parameters parameters = Parameters.initial(
                        model.parameters(), new TorchRandom(1), device.device(), ParameterLayout.of(device));
                AdamW optimizer = new AdamW(parameters, 0.01);
                Learner.Objective objective = new Learner.Objective(Optional.empty(), Double.POSITIVE_INFINITY);
                try (Learner learner = new Learner(model, parameters, optimizer, objective, compute.workers())) {
                    LabelledBatch batch = bench.batch(size, 1);
                    double[] whole = new double[steps];
                    double[][] parts = new double[3][steps];
                    for (int step = -WARM_UP; step < steps; step++) {
                        Dropout dropout = Dropout.on(device, new SplittableRandom(step));
                        long start = System.nanoTime();
                        learner.step(batch, 1e-4, dropout, false);
                        double seconds = (System.nanoTime() - start) / 1e6;
                        double[] measured = parts(model, parameters, optimizer, batch, dropout, compute);
                        if (step >= 0) {
                            whole[step] = seconds;
                            for (int part = 0; part < parts.length; part++) {
                                parts[part][step] = measured[part];
                            }
                        }
                    }
                    return String.format(
                            Locale.ROOT,
                            "step %-4s batch %3d: %8.2f ms; forward %.2f, backward %.2f, update %.2f",
                            bench.name().toLowerCase(Locale.ROOT),
                            size,
                            median(whole),
                            median(parts[0]),
                            median(parts[1]),
                            median(parts[2]));
                }
            });
        }
    }

    private static double[] parts(
            Model model,
            Parameters parameters,
            AdamW optimizer,
            LabelledBatch batch,
            Dropout dropout,
            ComputeThread compute) {
        long start = System.nanoTime();
        try (ForwardPass pass = ForwardPass.training(parameters, dropout, compute.workers())) {
            NDArray targets = pass.manager().create(batch.targets());
            NDArray loss = BinaryCrossEntropy.each(model.logits(pass, batch.batch()), targets)
                    .mean();
            synchronize(pass);
            long forward = System.nanoTime();
            pass.backward(loss);
            synchronize(pass);
            long backward = System.nanoTime();
            optimizer.step(pass, 1e-4, Double.POSITIVE_INFINITY);
            synchronize(pass);
            long update = System.nanoTime();
            return new double[] {(forward - start) / 1e6, (backward - forward) / 1e6, (update - backward) / 1e6};
        }
    }

    /** Waits for what the device has been given: a copy to the host follows everything before it. */
    private static void synchronize(ForwardPass pass) {
        pass.manager().zeros(new Shape(1)).toFloatArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
