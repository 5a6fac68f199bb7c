package audiotokens.pipeline.tracking;

import ai.djl.engine.Engine;
import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.run.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The provenance of a run: everything needed to reproduce it and to compare it with others.
 *
 * @param configuration all keys and their values, including the seed; secrets are masked
 * @param versions versions of Java, PyTorch, DJL and the operating system
 * @param fingerprints fingerprint of each finished stage: SHA-256 of the seed, the stage's options, its input files and
 *     its upstream stages
 * @param adopted number of files from another program, by the stage that adopted them
 * @param training training report with its history; empty before the first epoch
 * @param evaluation evaluation report with all metrics; empty before the evaluation
 */
public record RunRecord(
        Map<String, Object> configuration,
        Map<String, String> versions,
        Map<String, String> fingerprints,
        Map<String, Long> adopted,
        JsonNode training,
        JsonNode evaluation) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public RunRecord {
        adopted = adopted == null ? Map.of() : adopted; // absent in records of older versions
    }

    /** Collects the record of a run from its folder. */
    public static RunRecord of(Configuration configuration) throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        Map<String, String> fingerprints = new LinkedHashMap<>();
        for (RunStage stage : RunStage.values()) {
            StageRecord.read(folder, stage)
                    .filter(StageRecord::finished)
                    .ifPresent(record -> fingerprints.put(stage.id(), record.fingerprint()));
        }
        return new RunRecord(
                configuration.toPublishedMap(),
                currentVersions(),
                fingerprints,
                Summary.adoptedFileCounts(folder),
                read(folder.trainingReport()),
                read(folder.evaluationReport()));
    }

    private static Map<String, String> currentVersions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        versions.put("pytorch", Engine.getEngine("PyTorch").getVersion());
        versions.put("djl", Engine.getDjlVersion());
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
    }

    /** Returns the file of a run's record. */
    public static Path file(RunFolder folder) {
        return folder.path().resolve("record.json");
    }

    /** Collects the record and writes it to {@code record.json} in the run's folder. */
    public static void write(Configuration configuration) throws IOException {
        AtomicFile.write(file(RunFolder.of(configuration)), JSON.writeValueAsString(of(configuration)));
    }

    /** Reads a record written by {@link #write}. */
    public static RunRecord read(RunFolder folder) throws IOException {
        return JSON.readValue(Files.readString(file(folder)), RunRecord.class);
    }

    /** Returns the numeric metrics of the evaluation by name; empty before the evaluation. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (evaluation.path("metrics") instanceof ObjectNode values) {
            values.properties().forEach(entry -> {
                if (entry.getValue().isNumber()) {
                    metrics.put(entry.getKey(), entry.getValue().asDouble());
                }
            });
        }
        return metrics;
    }
}
