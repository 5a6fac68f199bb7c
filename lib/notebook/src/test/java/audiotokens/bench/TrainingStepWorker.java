package audiotokens.bench;

import ai.djl.Device;
import audiotokens.model.Batch;
import audiotokens.model.ClipInput;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Model;
import audiotokens.model.Parameters;
import audiotokens.model.Precision;
import audiotokens.model.WorkerPool;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.training.ConfiguredModel;
import audiotokens.random.TorchRandom;
import audiotokens.training.AdamW;
import audiotokens.training.Learner;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * This library's side of the training step benchmarks: takes one training step on a synthetic batch for each line on
 * standard input, and prints a line of JSON. Arguments: the benchmark and the number of threads.
 * {@code environment/bench/training_steps.py} does the same in PyTorch.
 */
public final class TrainingStepWorker {
    private static final int BATCH_SIZE = 8;
    private static final int N_LABELS = 543;
    private static final int VOCABULARY_SIZE = 500;
    private static final int N_MELS = 64;
    private static final int MAX_FRAMES = 862;

    private TrainingStepWorker() {}

    public static void main(String[] arguments) throws Exception {
        String benchmark = arguments[0];
        int threads = Integer.parseInt(arguments[1]);
        Model model = ConfiguredModel.of(Configuration.of(keys(benchmark)), N_LABELS, MAX_FRAMES);
        LabeledBatch batch = batch(benchmark);
        ComputeThread compute = new ComputeThread(new ComputeDevice(Device.cpu(), threads, 0));
        Learner learner = compute.call(() -> learner(model, compute.workers()));
        System.out.println("{\"ready\": true}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (int step = 0; in.readLine() != null; step++) {
            Dropout dropout = Dropout.from(new SplittableRandom(step));
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            compute.call(() -> learner.step(batch, 1e-4, dropout, false));
            System.out.printf(
                    Locale.ROOT,
                    "{\"seconds\": %.6f, \"cpuSeconds\": %.6f, \"memoryMiB\": %d}%n",
                    (System.nanoTime() - start) / 1e9,
                    (cpuNanos() - cpuStart) / 1e9,
                    peakResidentMiB());
        }
        compute.closeAfterQueuedWork(learner);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Learner learner(Model model, Optional<WorkerPool> workers) {
        Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu());
        Learner.Objective objective = new Learner.Objective(Optional.empty(), Double.POSITIVE_INFINITY);
        return new Learner(model, parameters, new AdamW(parameters, 0.01), objective, Precision.FLOAT32, workers);
    }

    private static Map<String, String> keys(String benchmark) {
        return switch (benchmark) {
            case "lstm", "lstm-ragged" -> Map.of("modelType", "lstm");
            case "bert" -> Map.of("modelType", "bert");
            case "cnn" -> Map.of("modelType", "cnn", "datasetType", "RawSTFTDataset");
            case "mlp" -> Map.of("modelType", "baseline", "datasetType", "RawSTFTFlatDataset");
            default -> throw new IllegalArgumentException("unknown benchmark " + benchmark);
        };
    }

    /**
     * Creates clips of equal length, except for lstm-ragged, whose lengths are evenly spaced from half of the full
     * length to the full length.
     */
    private static LabeledBatch batch(String benchmark) {
        SplittableRandom random = new SplittableRandom(1);
        List<ClipInput> inputs = new ArrayList<>();
        for (int clip = 0; clip < BATCH_SIZE; clip++) {
            int frames = benchmark.equals("bert") ? 512 : MAX_FRAMES;
            if (benchmark.equals("lstm-ragged")) {
                frames = MAX_FRAMES / 2 + clip * (MAX_FRAMES / 2) / (BATCH_SIZE - 1);
            }
            inputs.add(
                    benchmark.equals("cnn") || benchmark.equals("mlp")
                            ? new ClipInput.Frames(floats(frames * N_MELS, random), N_MELS)
                            : new ClipInput.Tokens(
                                    random.longs(frames, 0, VOCABULARY_SIZE).toArray()));
        }
        float[][] targets = new float[BATCH_SIZE][N_LABELS];
        for (float[] target : targets) {
            target[random.nextInt(N_LABELS)] = 1;
        }
        List<String> ids =
                IntStream.range(0, BATCH_SIZE).mapToObj(Integer::toString).toList();
        return new LabeledBatch(ids, Batch.of(inputs, 0), targets);
    }

    private static float[] floats(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static long peakResidentMiB() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
