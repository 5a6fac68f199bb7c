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

/** A run over a small made data set in a process of its own, and what it leaves. */
final class RealRun {
    private static final Set<String> TELL_THE_TIME = Set.of("summary.json", "record.json");

    private final Path configuration;
    private final Path output;
    private final String lastStage;
    private final List<String> compiler;

    /**
     * @param folder where the data set and the configuration file lie
     * @param output the run's folder
     * @param lastStage the stage after which the process ends
     * @param compiler options of the JVM that say how it compiles
     */
    RealRun(Path folder, Path output, String lastStage, String... compiler) throws IOException {
        this.compiler = List.of(compiler);
        this.output = output;
        this.lastStage = lastStage;
        this.configuration = folder.resolve(output.getFileName() + ".yaml");
        Configuration keys = Configuration.of(Map.ofEntries(
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
        Files.writeString(configuration, keys.toYaml());
    }

    /** Starts the process; what it prints goes to {@code OUTPUT.log}. */
    Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(compiler.isEmpty() ? List.of("-XX:TieredStopAtLevel=1") : compiler);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AllStages.class.getName()));
        command.addAll(List.of(configuration.toString(), lastStage));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** What the last process printed. */
    Path log() {
        return configuration.resolveSibling(output.getFileName() + ".log");
    }

    /** The training's files note how long each epoch took: in JSON, which a safetensors file has at its head. */
    private static byte[] withoutSeconds(String name, byte[] bytes) {
        if (!name.startsWith("training/")) {
            return bytes;
        }
        boolean tensors = name.endsWith(".safetensors");
        int from = tensors ? Long.BYTES : 0;
        int to = tensors
                ? from
                        + (int) ByteBuffer.wrap(bytes)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()
                : bytes.length;
        byte[] json = new String(bytes, from, to - from, StandardCharsets.UTF_8)
                .replaceAll("(?i)(seconds\\W+)[-+.0-9e]+", "$1")
                .strip()
                .getBytes(StandardCharsets.UTF_8);
        byte[] rest = Arrays.copyOf(json, json.length + bytes.length - to);
        System.arraycopy(bytes, to, rest, json.length, bytes.length - to);
        return rest;
    }

    /** Every file of the run, but for the locks and for those that tell the time that was spent. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(output)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString();
                if (!name.startsWith("stages/") && !TELL_THE_TIME.contains(name) && !name.endsWith(".lock")) {
                    files.put(name, withoutSeconds(name, Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
