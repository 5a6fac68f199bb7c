package audiotokens.pipeline;

import audiotokens.pipeline.config.Configuration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A run on a small synthetic dataset in a separate process, and the run's files. */
final class RunProcess {
    private static final Set<String> FILES_WITH_TIMES = Set.of("summary.json", "record.json");

    private final Path configurationFile;
    private final Path output;
    private final String lastStage;
    private final List<String> jvmOptions;

    /**
     * @param folder folder of the dataset and the configuration file
     * @param output the run folder
     * @param lastStage the stage after which the process exits
     * @param jvmOptions by default, only C1 is used, and not the Vector API, which is slow without C2
     */
    RunProcess(Path folder, Path output, String lastStage, String... jvmOptions) throws IOException {
        this.jvmOptions = jvmOptions.length == 0 ? List.of("-XX:TieredStopAtLevel=1") : List.of(jvmOptions);
        this.output = output;
        this.lastStage = lastStage;
        this.configurationFile = folder.resolve(output.getFileName() + ".yaml");
        Configuration configuration = Configuration.of(Map.ofEntries(
                Map.entry("sourceType", "demo"),
                Map.entry("audioPath", folder.resolve("demo").toString()),
                Map.entry("audioSets", "bal_train"),
                Map.entry("segments", folder.resolve("demo/segments.csv").toString()),
                Map.entry(
                        "ontology",
                        Path.of("../../metadata/demo/ontology.json")
                                .toAbsolutePath()
                                .toString()),
                Map.entry("demoClips", "24"),
                Map.entry("validationRatio", "0.25"),
                Map.entry("outputPath", output.toString()),
                Map.entry("vocabSize", "20"),
                Map.entry("hopLength", "512"),
                Map.entry("lstmEmbedDim", "8"),
                Map.entry("lstmHiddenDim", "8"),
                Map.entry("epochs", "3"),
                Map.entry("threads", "2")));
        Files.writeString(configurationFile, configuration.toYaml());
    }

    /** Starts the process; its output goes to {@link #log}. */
    Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AllStages.class.getName()));
        command.addAll(List.of(configurationFile.toString(), lastStage));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** Returns the file with the output of the last process. */
    Path log() {
        return configurationFile.resolveSibling(output.getFileName() + ".log");
    }

    /** Removes the seconds of each epoch from a training file's JSON, which is the header of a safetensors file. */
    private static byte[] withoutSeconds(String name, byte[] bytes) {
        if (!name.startsWith("training/")) {
            return bytes;
        }
        boolean isSafetensors = name.endsWith(".safetensors");
        int start = isSafetensors ? Long.BYTES : 0;
        int end = isSafetensors
                ? start
                        + (int) ByteBuffer.wrap(bytes)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()
                : bytes.length;
        byte[] json = new String(bytes, start, end - start, StandardCharsets.UTF_8)
                .replaceAll("(?i)(seconds\\W+)[-+.0-9e]+", "$1")
                .strip()
                .getBytes(StandardCharsets.UTF_8);
        byte[] withoutSeconds = Arrays.copyOf(json, json.length + bytes.length - end);
        System.arraycopy(bytes, end, withoutSeconds, json.length, bytes.length - end);
        return withoutSeconds;
    }

    /** Reads all files of the run by relative path, except locks, stage records and files with times. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(output)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString();
                if (!name.startsWith("stages/") && !FILES_WITH_TIMES.contains(name) && !name.endsWith(".lock")) {
                    files.put(name, withoutSeconds(name, Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
