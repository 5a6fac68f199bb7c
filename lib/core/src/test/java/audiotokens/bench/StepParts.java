package audiotokens.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.device.DeviceChoice;
import audiotokens.device.DeviceRequest;
import audiotokens.model.BatchUpload;
import audiotokens.model.BinaryCrossEntropy;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Model;
import audiotokens.model.ParameterLayout;
import audiotokens.model.Parameters;
import audiotokens.model.Precision;
import audiotokens.model.Prefetcher;
import audiotokens.random.TorchRandom;
import audiotokens.training.AdamW;
import audiotokens.training.Learner;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Times training steps. Prints one line per model and batch size: milliseconds of a step as in training, and of its
 * parts (batch upload, forward pass, backward pass, update) with a synchronization after each.
 *
 * <p>On a GPU, training overlaps the upload of the next batch and reads losses and scores only after many steps. The
 * time of a step is therefore the mean over a series of steps, including reading their results; the median of three
 * series is printed. On the CPU, it is the median of single steps.
 *
 * <p>Arguments: the device ({@code auto}, {@code cpu}, {@code gpu:1}), the precision ({@code float32}, {@code tf32},
 * {@code bf16}), the number of timed steps, and the batch sizes.
 */
public final class StepParts {
    private static final int MAX_WARM_UP_STEPS = 5;
    /** On a GPU, kernels are launched at full speed only once the JIT has compiled the host code. */
    private static final long DEVICE_WARM_UP_NANOS = 2_000_000_000L;

    private static final int N_SERIES = 3;
    private static final int N_PARTS = 4;

    private final Model model;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final ComputeDevice device;
    private final ComputeThread compute;
    private final Precision precision;
    private final LabeledBatch batch;
    private final int steps;

    private StepParts(
            BenchModel benchModel,
            int batchSize,
            int steps,
            Precision precision,
            ComputeDevice device,
            ComputeThread compute) {
        this.model = benchModel.model(true);
        this.parameters = Parameters.initialize(
                model.parameters(), new TorchRandom(1), device.device(), ParameterLayout.of(device));
        this.optimizer = new AdamW(parameters, 0.01);
        this.device = device;
        this.compute = compute;
        this.precision = precision;
        this.batch = benchModel.batch(batchSize, 1);
        this.steps = steps;
    }

    public static void main(String[] arguments) {
        int threads = Runtime.getRuntime().availableProcessors();
        DeviceChoice choice = DeviceChoice.of(DeviceRequest.of(arguments[0]), threads);
        System.out.println(choice.description());
        Precision precision = Precision.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        int steps = Integer.parseInt(arguments[2]);
        for (BenchModel model : BenchModel.values()) {
            for (String batchSize : Arrays.copyOfRange(arguments, 3, arguments.length)) {
                System.out.println(line(model, Integer.parseInt(batchSize), steps, precision, choice.device()));
            }
        }
    }

    private static String line(
            BenchModel benchModel, int batchSize, int steps, Precision precision, ComputeDevice device) {
        try (ComputeThread compute = new ComputeThread(device)) {
            StepParts timed =
                    compute.call(() -> new StepParts(benchModel, batchSize, steps, precision, device, compute));
            Learner.Objective objective = new Learner.Objective(Optional.empty(), Double.POSITIVE_INFINITY);
            Learner learner = new Learner(
                    timed.model, timed.parameters, timed.optimizer, objective, precision, compute.workers());
            try {
                double stepMs =
                        device.usesGpuSteps() ? timed.medianSeriesStepMs(learner) : timed.medianSingleStepMs(learner);
                double[] partsMs = compute.call(timed::medianPartsMs);
                return String.format(
                        Locale.ROOT,
                        "step %-4s %-7s batch %3d: %8.2f ms; upload %.2f, forward %.2f, backward %.2f, update %.2f",
                        benchModel.name().toLowerCase(Locale.ROOT),
                        precision.name().toLowerCase(Locale.ROOT),
                        batchSize,
                        stepMs,
                        partsMs[0],
                        partsMs[1],
                        partsMs[2],
                        partsMs[3]);
            } finally {
                compute.call(() -> {
                    learner.close();
                    return null;
                });
            }
        }
    }

    private double medianSingleStepMs(Learner learner) {
        double[] milliseconds = new double[steps];
        for (int step = -warmUpSteps(); step < steps; step++) {
            Dropout dropout = dropout(step);
            long start = System.nanoTime();
            compute.call(() -> learner.step(batch, 1e-4, dropout, false));
            if (step >= 0) {
                milliseconds[step] = (System.nanoTime() - start) / 1e6;
            }
        }
        return median(milliseconds);
    }

    private double medianSeriesStepMs(Learner learner) {
        try (BatchUpload upload = new BatchUpload(device.device())) {
            long start = System.nanoTime();
            do {
                seriesStepMs(learner, upload, warmUpSteps());
            } while (device.device().isGpu() && System.nanoTime() - start < DEVICE_WARM_UP_NANOS);
            return median(IntStream.range(0, N_SERIES)
                    .mapToDouble(series -> seriesStepMs(learner, upload, steps))
                    .toArray());
        }
    }

    private double seriesStepMs(Learner learner, BatchUpload upload, int count) {
        long start = System.nanoTime();
        try (Prefetcher<Integer, LabeledBatch> uploadedBatches =
                upload.prefetch(IntStream.range(0, count).boxed().toList(), step -> batch)) {
            for (int step = 0; step < count; step++) {
                LabeledBatch uploadedBatch = uploadedBatches.next();
                Dropout dropout = dropout(step);
                compute.call(() -> {
                    try (uploadedBatch) {
                        learner.queue(uploadedBatch, 1e-4, dropout, false);
                    }
                    return null;
                });
            }
        }
        compute.call(learner::readResults);
        return (System.nanoTime() - start) / 1e6 / count;
    }

    private double[] medianPartsMs() {
        double[][] partsMs = new double[N_PARTS][steps];
        for (int step = -warmUpSteps(); step < steps; step++) {
            double[] measuredMs = partsMs(step);
            for (int part = 0; step >= 0 && part < N_PARTS; part++) {
                partsMs[part][step] = measuredMs[part];
            }
        }
        return Arrays.stream(partsMs).mapToDouble(StepParts::median).toArray();
    }

    /** The upload creates the clip-major layout; models create other layouts in the forward pass. */
    private double[] partsMs(int step) {
        try (ForwardPass pass = ForwardPass.training(parameters, dropout(step), compute.workers(), precision)) {
            long start = System.nanoTime();
            batch.batch().clipMajor(pass.manager());
            NDArray targets = batch.targets(pass.manager());
            synchronize(pass);
            long uploadEnd = System.nanoTime();
            NDArray loss = BinaryCrossEntropy.unreduced(model.logits(pass, batch.batch()), targets)
                    .mean();
            synchronize(pass);
            long forwardEnd = System.nanoTime();
            pass.backward(loss);
            synchronize(pass);
            long backwardEnd = System.nanoTime();
            optimizer.step(pass, 1e-4, Double.POSITIVE_INFINITY);
            synchronize(pass);
            long updateEnd = System.nanoTime();
            return new double[] {
                (uploadEnd - start) / 1e6,
                (forwardEnd - uploadEnd) / 1e6,
                (backwardEnd - forwardEnd) / 1e6,
                (updateEnd - backwardEnd) / 1e6
            };
        }
    }

    private int warmUpSteps() {
        return Math.min(MAX_WARM_UP_STEPS, steps);
    }

    private Dropout dropout(int step) {
        return Dropout.forDevice(device, new SplittableRandom(step));
    }

    /** Synchronizes with the device: a copy to the host waits for all earlier operations. */
    private static void synchronize(ForwardPass pass) {
        pass.manager().zeros(new Shape(1)).toFloatArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
