package audiotokens.pipeline.run;

import audiotokens.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stage has done, kept as {@code stages/STAGE.json}.
 *
 * @param stage the stage's name, as its notebook's
 * @param fingerprint SHA-256, in hex, of everything that decides the stage's files
 * @param fingerprintVersion how the fingerprint was computed, see {@link StageFingerprint}; 0 in a record of an earlier
 *     version of the library
 * @param finished whether the stage's files are complete
 * @param seconds time spent, over all the runs it took
 * @param result the stage's own figures, such as counts
 * @param files number of files it left
 * @param adopted whether files of another program lay where it writes; they are never deleted
 * @param adoptedFiles number of these; 0 too in a record of an earlier version of the library
 * @param keys the configuration's keys, with their values, that decided its files; none for another program's
 */
public record StageRecord(
        String stage,
        String fingerprint,
        int fingerprintVersion,
        boolean finished,
        double seconds,
        JsonNode result,
        long files,
        boolean adopted,
        long adoptedFiles,
        SortedMap<String, String> keys) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // an older record lacks some of the numbers, a newer one may have more
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public StageRecord {
        result = result == null ? JSON.createObjectNode() : result;
        // a record of an older version has none
        keys = keys == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(keys);
    }

    /** A stage that has just begun, with this many files of another program. */
    static StageRecord begun(
            String stage, StageFingerprint fingerprint, long adoptedFiles, SortedMap<String, String> keys) {
        return new StageRecord(
                stage,
                fingerprint.current(),
                StageFingerprint.VERSION,
                false,
                0,
                JSON.createObjectNode(),
                0,
                adoptedFiles > 0,
                adoptedFiles,
                keys);
    }

    /** The same stage from its beginning, where files of it have gone; its fingerprint is what later stages know it by. */
    StageRecord begunAgain(long nowAdopted, SortedMap<String, String> nowKeys) {
        return new StageRecord(
                stage,
                fingerprint,
                fingerprintVersion,
                false,
                0,
                JSON.createObjectNode(),
                0,
                nowAdopted > 0,
                nowAdopted,
                nowKeys);
    }

    /** The same stage before its end: of the same options, with its files, without its figures. */
    StageRecord reopened() {
        return new StageRecord(
                stage,
                fingerprint,
                fingerprintVersion,
                false,
                0,
                JSON.createObjectNode(),
                files,
                adopted,
                adoptedFiles,
                keys);
    }

    /** The same stage at its end. */
    StageRecord finished(double seconds, Record result, long files) {
        return new StageRecord(
                stage,
                fingerprint,
                fingerprintVersion,
                true,
                seconds,
                JSON.valueToTree(result),
                files,
                adopted,
                adoptedFiles,
                keys);
    }

    /**
     * The stage's figures.
     *
     * @throws StageException where the record does not hold such figures
     */
    public <R extends Record> R result(Class<R> type) {
        try {
            return JSON.treeToValue(result, type);
        } catch (JacksonException e) {
            throw new StageException(
                    "the record of the stage '" + stage + "' holds other figures: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether {@link #result} can be read. */
    boolean tells(Class<? extends Record> type) {
        try {
            result(type);
            return true;
        } catch (StageException e) {
            return false;
        }
    }

    /** The record of one of the run's stages in {@code folder}, where there is one that can be read. */
    public static Optional<StageRecord> read(RunFolder folder, RunStage stage) throws IOException {
        return read(folder, stage.id());
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

    /** Where the record of a stage lies. */
    static Path file(RunFolder folder, String stage) {
        return folder.stageRecords().resolve(stage + ".json");
    }
}
