package audiotokens.pipeline.training;

import audiotokens.pipeline.config.Configuration;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.StageStub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small task that a model can learn, written as the files of the stages before training. Each label has one token and
 * one mel band, mixed with random ones; clips differ in length.
 */
public final class SyntheticTask {
    public static final int N_LABELS = 4;
    public static final int VOCABULARY_SIZE = 20;
    public static final int N_MELS = 8;

    private final Path folder;
    private final Map<String, String> keys = new HashMap<>();

    private SyntheticTask(Path folder) {
        this.folder = folder;
    }

    /** Writes ontology, segment list, split, tokens and spectrograms below {@code folder}. */
    public static SyntheticTask create(Path folder, int trainClips, int validationClips) throws IOException {
        SyntheticTask task = new SyntheticTask(folder);
        List<String> ontology = new ArrayList<>();
        for (int label = 0; label < N_LABELS; label++) {
            ontology.add("{\"id\": \"/m/%d\", \"name\": \"Label %d\", \"restrictions\": []}".formatted(label, label));
        }
        Files.writeString(folder.resolve("ontology.json"), ontology.toString());
        task.keys.put("ontology", folder.resolve("ontology.json").toString());
        task.keys.put("segments", folder.resolve("segments.csv").toString());
        task.keys.put("outputPath", folder.resolve("run").toString());
        task.keys.put("vocabSize", Integer.toString(VOCABULARY_SIZE));
        task.keys.put("nMels", Integer.toString(N_MELS));
        task.keys.put("lstmEmbedDim", "16");
        task.keys.put("lstmHiddenDim", "16");
        task.keys.put("learningRate", "0.01");
        task.keys.put("epochs", "3");
        task.keys.put("seed", "7");
        task.writeClips(trainClips, validationClips);
        return task;
    }

    /** Returns the task's configuration with some keys changed, and records the earlier stages as finished. */
    public Configuration configuration(String... overrides) {
        Map<String, String> values = new HashMap<>(keys);
        for (String override : overrides) {
            int equals = override.indexOf('=');
            values.put(override.substring(0, equals), override.substring(equals + 1));
        }
        Configuration configuration = Configuration.of(values);
        for (String stage : List.of("dataset", "spectrograms", "tokens")) {
            StageStub.finish(configuration, stage);
        }
        return configuration;
    }

    private void writeClips(int trainClips, int validationClips) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder segments = new StringBuilder("#\n#\n#\n");
        List<String> train = new ArrayList<>();
        List<String> validation = new ArrayList<>();
        RunFolder run = RunFolder.of(Configuration.of(keys));
        for (int clip = 0; clip < trainClips + validationClips; clip++) {
            String id = "clip%03d".formatted(clip);
            Split split = clip < trainClips ? Split.TRAIN : Split.VALIDATION;
            (split == Split.TRAIN ? train : validation).add(id);
            int label = clip % N_LABELS;
            segments.append("%s, 0.0, 1.0, \"/m/%d\"%n".formatted(id, label));
            long[] tokens = new long[10 + random.nextInt(20)];
            float[] spectrogram = new float[N_MELS * tokens.length];
            for (int frame = 0; frame < tokens.length; frame++) {
                boolean informative = random.nextInt(3) == 0;
                tokens[frame] = informative ? label : N_LABELS + random.nextInt(VOCABULARY_SIZE - N_LABELS);
                for (int mel = 0; mel < N_MELS; mel++) {
                    spectrogram[mel * tokens.length + frame] =
                            (float) random.nextGaussian() + (informative && mel == label ? 4 : 0);
                }
            }
            NpyFile.write(run.tokens(split, id), tokens, tokens.length);
            NpyFile.write(run.spectrogram(split, id), spectrogram, N_MELS, tokens.length);
        }
        float[] centroids = new float[VOCABULARY_SIZE * N_MELS];
        for (int i = 0; i < centroids.length; i++) {
            centroids[i] = (float) (random.nextGaussian() / Math.sqrt(N_MELS));
        }
        NpyFile.write(run.centroids(), centroids, VOCABULARY_SIZE, N_MELS);
        Files.writeString(folder.resolve("segments.csv"), segments);
        new SplitFile(train, validation).write(run.split());
    }
}
