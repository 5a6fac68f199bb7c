package audiotokens.bench;

import ai.djl.Device;
import audiotokens.device.DeviceChoice;
import audiotokens.device.DeviceRequest;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.Model;
import audiotokens.model.ParameterLayout;
import audiotokens.model.Parameters;
import audiotokens.model.Precision;
import audiotokens.random.TorchRandom;
import audiotokens.training.AdamW;
import audiotokens.training.Learner;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares a device's losses at given precisions with the CPU's in float32, over a few steps without dropout. Prints
 * one line per model and precision: both losses of each step, and the maximum relative difference.
 *
 * <p>Arguments: the device, the number of steps, and the precisions.
 */
public final class ModelLosses {
    private static final int BATCH_SIZE = 8;

    private ModelLosses() {}

    public static void main(String[] arguments) {
        int threads = Runtime.getRuntime().availableProcessors();
        DeviceChoice choice = DeviceChoice.of(DeviceRequest.of(arguments[0]), threads);
        System.out.println(choice.description());
        int steps = Integer.parseInt(arguments[1]);
        for (BenchModel benchModel : BenchModel.values()) {
            ComputeDevice cpu = ComputeDevice.of(Device.cpu(), threads);
            double[] expected = losses(benchModel, steps, cpu, ParameterLayout.SEPARATE, Precision.FLOAT32);
            for (String name : Arrays.copyOfRange(arguments, 2, arguments.length)) {
                Precision precision = Precision.valueOf(name.toUpperCase(Locale.ROOT));
                double[] losses =
                        losses(benchModel, steps, choice.device(), ParameterLayout.of(choice.device()), precision);
                System.out.println(line(benchModel, name, losses, expected));
            }
        }
    }

    private static String line(BenchModel benchModel, String precision, double[] losses, double[] expected) {
        double difference = 0;
        StringBuilder lossPairs = new StringBuilder();
        for (int step = 0; step < losses.length; step++) {
            difference = Math.max(difference, Math.abs(losses[step] - expected[step]) / expected[step]);
            lossPairs.append(String.format(Locale.ROOT, " %.6f/%.6f", losses[step], expected[step]));
        }
        return String.format(
                Locale.ROOT,
                "loss %-4s %-7s difference %.1e:%s",
                benchModel.name().toLowerCase(Locale.ROOT),
                precision,
                difference,
                lossPairs);
    }

    private static double[] losses(
            BenchModel benchModel, int steps, ComputeDevice device, ParameterLayout layout, Precision precision) {
        try (ComputeThread compute = new ComputeThread(device)) {
            return compute.call(() -> {
                Model model = benchModel.model(false);
                Parameters parameters =
                        Parameters.initialize(model.parameters(), new TorchRandom(1), device.device(), layout);
                AdamW optimizer = new AdamW(parameters, 0.01);
                Learner.Objective objective = new Learner.Objective(Optional.empty(), Double.POSITIVE_INFINITY);
                double[] losses = new double[steps];
                try (Learner learner =
                        new Learner(model, parameters, optimizer, objective, precision, compute.workers())) {
                    for (int step = 0; step < steps; step++) {
                        losses[step] = learner.step(benchModel.batch(BATCH_SIZE, step), 1e-4, Dropout.none(), false)
                                .loss();
                    }
                }
                return losses;
            });
        }
    }
}
