package audiotokens.pipeline.run;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code summary.json}: the results of a run.
 *
 * <p>{@code {"map": …, "stages": {"dataset": seconds, …}, "clips": {"train": n, "validation": n, "skipped": n},
 * "adopted": {"spectrograms": files, …}, "config": …}}; {@code map} is the mAP of the best epoch, null before the first
 * epoch has finished; {@code adopted} contains the number of files from another program, for each stage that uses any.
 */
public final class Summary {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Summary() {}

    /** Writes the summary of the stages finished so far. */
    static void write(Configuration configuration) throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        Map<String, Object> seconds = new LinkedHashMap<>();
        Object map = null;
        Map<String, Object> clips = new LinkedHashMap<>();
        for (RunStage stage : RunStage.values()) {
            Optional<StageRecord> record = StageRecord.read(folder, stage).filter(StageRecord::finished);
            if (record.isEmpty()) {
                continue;
            }
            seconds.put(stage.id(), Math.round(record.get().seconds() * 1000) / 1000.0);
            JsonNode result = record.get().result();
            map = result.path("map").isNumber()
                    ? Double.valueOf(result.path("map").asDouble())
                    : map;
            for (Split split : Split.values()) {
                if (result.path(split.folder()).isNumber()) {
                    clips.put(split.folder(), result.path(split.folder()).asLong());
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
        summary.put("adopted", adoptedFileCounts(folder));
        summary.put("config", configuration.toPublishedMap());
        AtomicFile.write(folder.summary(), JSON.writeValueAsString(summary));
    }

    /** Returns the number of files from another program, by the name of the finished stage that uses them. */
    public static SequencedMap<String, Long> adoptedFileCounts(RunFolder folder) throws IOException {
        SequencedMap<String, Long> adopted = new LinkedHashMap<>();
        for (RunStage stage : RunStage.values()) {
            StageRecord.read(folder, stage)
                    .filter(record -> record.finished() && record.adoptedFiles() > 0)
                    .ifPresent(record -> adopted.put(stage.id(), record.adoptedFiles()));
        }
        return adopted;
    }
}
