package audiotokens.notebook.experiment;

import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as described by its {@code summary.json}.
 *
 * @param name path of the run's folder, relative to the folder that was searched
 * @param meanAveragePrecision mAP of the best epoch
 * @param seconds duration of each stage, in seconds
 * @param settings configuration keys and values
 */
public record FinishedRun(
        String name, double meanAveragePrecision, Map<String, Double> seconds, Map<String, String> settings) {
    private static final int MAX_DEPTH = 5;

    /**
     * Returns the runs below {@code folder} whose training has finished, sorted by name; unreadable summaries are
     * skipped.
     */
    public static List<FinishedRun> find(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(folder, MAX_DEPTH, (file, attributes) -> file.getFileName()
                .toString()
                .equals("summary.json"))) {
            return files.sorted()
                    .map(file -> read(folder, file))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StageException("the runs below " + folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Optional<FinishedRun> read(Path folder, Path file) {
        try {
            JsonNode summary = JsonMapper.shared().readTree(Files.readString(file));
            if (!summary.path("map").isNumber()) {
                return Optional.empty();
            }
            Map<String, Double> seconds =
                    JsonMapper.shared().convertValue(summary.get("stages"), new TypeReference<>() {});
            Map<String, String> settings = new LinkedHashMap<>();
            summary.path("config")
                    .properties()
                    .forEach(entry -> settings.put(
                            entry.getKey(),
                            entry.getValue().isValueNode()
                                    ? entry.getValue().asString()
                                    : entry.getValue().toString()));
            return Optional.of(new FinishedRun(
                    folder.relativize(file.getParent()).toString(),
                    summary.get("map").asDouble(),
                    seconds,
                    settings));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
