package audiotokens.pipeline;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.audio.WavFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A dataset of a few synthetic clips in AudioSet's layout, with a split as the dataset stage writes it. */
public final class TinyCorpus {
    private final Path folder;
    private final List<String> ids = new ArrayList<>();

    /** Creates an empty dataset in {@code folder}. */
    public TinyCorpus(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(
                folder.resolve("ontology.json"), "[{\"id\": \"/m/a\", \"name\": \"Tone\", \"restrictions\": []}]");
    }

    /** Adds clips of one second: tones of various pitches with some noise, at 8 kHz. */
    public TinyCorpus addTones(int count) throws IOException {
        return addTones(0, count);
    }

    /** Adds tones from index {@code first} on; tones with smaller indices must exist. */
    public TinyCorpus addTones(int first, int count) throws IOException {
        Random random = new Random(1 + first);
        for (int i = first; i < first + count; i++) {
            double[] samples = new double[8000];
            double pitch = 100 + random.nextInt(2000);
            for (int t = 0; t < samples.length; t++) {
                samples[t] = 0.3 * Math.sin(2 * Math.PI * pitch * t / 8000) + 0.1 * (random.nextDouble() - 0.5);
            }
            add("tone" + i, WavFile.encode(WavFile.Type.INT16, 8000, 1, samples));
        }
        return this;
    }

    /** Adds a clip whose file has these bytes. */
    public TinyCorpus add(String id, byte[] file) throws IOException {
        Path path = folder.resolve("audio/set").resolve(id.substring(0, 2)).resolve(id + ".flac");
        Files.createDirectories(path.getParent());
        Files.write(path, file);
        ids.add(id);
        return this;
    }

    /** Adds a clip that has no file. */
    public TinyCorpus addMissing(String id) {
        ids.add(id);
        return this;
    }

    /** Writes segment list and split, with every fourth clip for validation, and returns a configuration. */
    public Configuration configure(String... overrides) throws IOException {
        StringBuilder csv = new StringBuilder("#\n#\n#\n");
        List<String> train = new ArrayList<>();
        List<String> validation = new ArrayList<>();
        for (String id : ids) {
            csv.append(id).append(", 0.0, 1.0, \"/m/a\"\n");
            ((train.size() + validation.size()) % 4 == 3 ? validation : train).add(id);
        }
        Files.writeString(folder.resolve("segments.csv"), csv);
        Map<String, String> keys = new HashMap<>(Map.of(
                "audioPath", folder.resolve("audio").toString(),
                "audioSets", "set",
                "segments", folder.resolve("segments.csv").toString(),
                "ontology", folder.resolve("ontology.json").toString(),
                "outputPath", folder.resolve("output").toString(),
                "sampleRate", "8000",
                "nMels", "16",
                "vocabSize", "10",
                "threads", "2"));
        for (String override : overrides) {
            keys.put(override.substring(0, override.indexOf('=')), override.substring(override.indexOf('=') + 1));
        }
        Configuration configuration = Configuration.of(keys);
        RunFolder run = RunFolder.of(configuration);
        if (!Files.exists(run.split())) {
            StageStub.finish(configuration, "dataset");
            new SplitFile(train, validation).write(run.split());
        }
        return configuration;
    }
}
