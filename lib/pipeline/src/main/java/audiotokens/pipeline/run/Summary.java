package audiotokens.pipeline.run;

import audiotokens.file.WholeFile;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code summary.json}: the run in figures.
 *
 * <p>{@code {"map": …, "stages": {"dataset": seconds, …}, "clips": {"train": n, "validation": n, "skipped": n},
 * "config": …}}; {@code map} is null until the training has finished its first epoch, and is that of the best one.
 */
public final class Summary {
    /** The stages in their order, by the names of their notebooks. */
    public static final List<String> STAGES =
            List.of("dataset", "spectrograms", "clusters", "tokens", "training", "evaluation");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Summary() {}

    /** Writes the summary of the stages finished so far. */
    static void write(Configuration configuration) throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        Map<String, Object> seconds = new LinkedHashMap<>();
        Object map = null;
        Map<String, Object> clips = new LinkedHashMap<>();
        for (String stage : STAGES) {
            Optional<StageRecord> record = StageRecord.read(folder, stage).filter(StageRecord::finished);
            if (record.isEmpty()) {
                continue;
            }
            seconds.put(stage, Math.round(record.get().seconds() * 1000) / 1000.0);
            Map<String, Object> result = record.get().result();
            map = result.getOrDefault("map", map);
            for (Split split : Split.values()) {
                if (result.containsKey(split.folder())) {
                    clips.put(split.folder(), result.get(split.folder()));
                }
            }
        }
        clips.put(
                "skipped",
                ProblemLog.read(folder.problems()).stream()
                        .map(Problem::id)
                        .distinct()
                        .count());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("map", map);
        summary.put("stages", seconds);
        summary.put("clips", clips);
        summary.put("config", configuration.toMap());
        WholeFile.write(folder.summary(), JSON.writeValueAsString(summary));
    }
}
