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

/** A run over a small synthetic data set in a separate process, and its files. */
final class RunProcess {
    private static final Set<String> CONTAIN_TIMES = Set.of("summary.json", "record.json");

    private final Path configuration;
    private final Path output;
    private final String lastStage;
    private final List<String> compiler;

    /**
     * @param folder folder of the data set and the configuration file
     * @param output the run folder
     * @param lastStage the stage after which the process exits
     * @param compiler JVM options of the JIT compiler
     */
    RunProcess(Path folder, Path output, String lastStage, String... compiler) throws IOException {
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

    /** Starts the process, with its output in {@code OUTPUT.log}. */
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

    /** Output of the last process. */
    Path log() {
        return configuration.resolveSibling(output.getFileName() + ".log");
    }

    /** Training files contain the seconds of each epoch: as JSON, which a safetensors file has in its header. */
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

    /** All files of the run, except locks and files with times. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(output)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString();
                if (!name.startsWith("stages/") && !CONTAIN_TIMES.contains(name) && !name.endsWith(".lock")) {
                    files.put(name, withoutSeconds(name, Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
