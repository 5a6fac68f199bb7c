package audiotokens.pipeline.run;

import audiotokens.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stage has done, kept as {@code stages/STAGE.json}.
 *
 * @param stage the stage's name, as its notebook's
 * @param fingerprint SHA-256, in hex, of everything that decides the stage's files
 * @param finished whether the stage's files are complete
 * @param seconds time spent, over all the runs it took
 * @param result the stage's own figures, such as counts
 * @param files number of files it left
 * @param adopted whether files of another program lay where it writes; they are never deleted
 * @param keys the configuration's keys, with their values, that decided its files; none for another program's
 */
public record StageRecord(
        String stage,
        String fingerprint,
        boolean finished,
        double seconds,
        Map<String, Object> result,
        long files,
        boolean adopted,
        SortedMap<String, String> keys) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // an older record lacks some of the numbers
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public StageRecord {
        result = Map.copyOf(result);
        // a record of an older version has none
        keys = keys == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(keys);
    }

    /** The same stage before its end: of the same options, with its files, without its figures. */
    StageRecord reopened() {
        return new StageRecord(stage, fingerprint, false, 0, Map.of(), files, adopted, keys);
    }

    /** The record of {@code stage} in {@code folder}, where there is one that can be read. */
    public static Optional<StageRecord> read(RunFolder folder, String stage) throws IOException {
        Path file = file(folder, stage);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StageRecord.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    void write(RunFolder folder) throws IOException {
        WholeFile.write(file(folder, stage), JSON.writeValueAsString(this));
    }

    private static Path file(RunFolder folder, String stage) {
        return folder.stageRecords().resolve(stage + ".json");
    }
}
