package audiotokens.bench;

import ai.djl.Device;
import audiotokens.config.Configuration;
import audiotokens.model.Batch;
import audiotokens.model.Branches;
import audiotokens.model.Classifier;
import audiotokens.model.ClipInput;
import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Dropout;
import audiotokens.model.LabelledBatch;
import audiotokens.model.Parameters;
import audiotokens.model.RandomStreams;
import audiotokens.training.AdamW;
import audiotokens.training.Learner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Times training steps on made batches and prints the seconds of each, a line each: {@code ROW SECONDS}; last the
 * process's greatest memory: {@code memory MIB}. Arguments: the row, the number of steps after the first, which warms
 * up, and the number of threads. {@code environment/bench/training_steps.py} does the same in PyTorch.
 */
public final class ModelBench {
    private static final int BATCH = 8;
    private static final int LABELS = 543;
    private static final int VOCABULARY = 500;
    private static final int N_MELS = 64;
    private static final int FRAMES = 862;

    private ModelBench() {}

    public static void main(String[] arguments) throws Exception {
        String row = arguments[0];
        int times = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        Configuration configuration = Configuration.of(keys(row));
        Classifier classifier = Classifier.of(configuration, LABELS, FRAMES);
        LabelledBatch batch = batch(row);
        ComputeThread compute = new ComputeThread(new ComputeDevice(Device.cpu(), threads, 0));
        Learner learner = compute.call(() -> learner(classifier, compute.branches()));
        for (int i = 0; i <= times; i++) {
            Dropout dropout = Dropout.from(new SplittableRandom(i));
            long start = System.nanoTime();
            compute.call(() -> learner.step(batch, 1e-4, dropout, false));
            if (i > 0) {
                System.out.println(row + " " + (System.nanoTime() - start) / 1e9);
            }
        }
        compute.closeAfterwards(learner);
        System.out.println("memory " + greatestMemory());
    }

    private static Learner learner(Classifier classifier, Optional<Branches> branches) {
        Parameters parameters = Parameters.initial(classifier.parameters(), new RandomStreams(1), Device.cpu());
        Learner.Objective objective = new Learner.Objective(Optional.empty(), Double.POSITIVE_INFINITY);
        return new Learner(classifier, parameters, new AdamW(parameters, 0.01), objective, branches);
    }

    private static Map<String, String> keys(String row) {
        return switch (row) {
            case "lstm", "lstm-ragged" -> Map.of("modelType", "lstm");
            case "bert" -> Map.of("modelType", "bert");
            case "cnn" -> Map.of("modelType", "cnn", "datasetType", "RawSTFTDataset");
            case "mlp" -> Map.of("modelType", "baseline", "datasetType", "RawSTFTFlatDataset");
            default -> throw new IllegalArgumentException("no row " + row);
        };
    }

    /** Clips of one length, but for the ragged row, whose lengths go evenly from half of it to all. */
    private static LabelledBatch batch(String row) {
        SplittableRandom random = new SplittableRandom(1);
        List<ClipInput> inputs = new ArrayList<>();
        for (int clip = 0; clip < BATCH; clip++) {
            int frames = row.equals("bert") ? 512 : FRAMES;
            if (row.equals("lstm-ragged")) {
                frames = FRAMES / 2 + clip * (FRAMES / 2) / (BATCH - 1);
            }
            inputs.add(
                    row.equals("cnn") || row.equals("mlp")
                            ? new ClipInput.Frames(floats(frames * N_MELS, random), N_MELS)
                            : new ClipInput.Tokens(
                                    random.longs(frames, 0, VOCABULARY).toArray()));
        }
        float[][] targets = new float[BATCH][LABELS];
        for (float[] target : targets) {
            target[random.nextInt(LABELS)] = 1;
        }
        List<String> ids = IntStream.range(0, BATCH).mapToObj(Integer::toString).toList();
        return new LabelledBatch(ids, Batch.of(inputs, 0), targets);
    }

    private static float[] floats(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static long greatestMemory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
