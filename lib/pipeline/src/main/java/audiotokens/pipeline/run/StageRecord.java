package audiotokens.pipeline.run;

import audiotokens.file.AtomicFile;
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
 * The record of a stage, stored as {@code stages/STAGE.json}.
 *
 * @param stage name of the stage and its notebook
 * @param fingerprint SHA-256, in hex, of everything that determines the stage's outputs
 * @param fingerprintVersion version of the algorithm that computes the fingerprint, see {@link StageFingerprint}; 0
 *     in records written by earlier library versions
 * @param finished whether the stage's files are complete
 * @param seconds time spent, summed over all attempts, in seconds
 * @param result result of the stage, such as counts
 * @param files number of output files
 * @param adopted whether the outputs include adopted files, taken over from another program; these are never deleted
 * @param adoptedFiles number of files from another program; also 0 in records of earlier library versions
 * @param keys the configuration keys and values that determined its outputs; empty for outputs from another program
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
            // older records lack some of these components, newer ones may have more
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public StageRecord {
        result = result == null ? JSON.createObjectNode() : result;
        // missing in older records
        keys = keys == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(keys);
    }

    /** Creates the record of a stage that starts with {@code adoptedFiles} files from another program. */
    static StageRecord started(
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

    /**
     * Returns the record for restarting this stage because its outputs are missing. It keeps the fingerprint, since
     * downstream stages refer to it.
     */
    StageRecord restarted(long newAdoptedFiles, SortedMap<String, String> newKeys) {
        return new StageRecord(
                stage,
                fingerprint,
                fingerprintVersion,
                false,
                0,
                JSON.createObjectNode(),
                0,
                newAdoptedFiles > 0,
                newAdoptedFiles,
                newKeys);
    }

    /** Returns a copy of this record marked as unfinished, with the same keys and files but no result. */
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

    /** Returns the record of this stage as finished. */
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
     * Returns the result of the stage.
     *
     * @throws StageException if the record does not contain such a result
     */
    public <R extends Record> R result(Class<R> type) {
        try {
            return JSON.treeToValue(result, type);
        } catch (JacksonException e) {
            throw new StageException(
                    "the record of the " + stage + " stage contains a different result: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns whether {@link #result} can be read as this type. */
    boolean hasResult(Class<? extends Record> type) {
        try {
            result(type);
            return true;
        } catch (StageException e) {
            return false;
        }
    }

    /** Reads the record of a stage in {@code folder}; empty if there is none or it is unreadable. */
    public static Optional<StageRecord> read(RunFolder folder, RunStage stage) throws IOException {
        return read(folder, stage.id());
    }

    /** Reads the record of {@code stage} in {@code folder}; empty if there is none or it is unreadable. */
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
        AtomicFile.write(file(folder, stage), JSON.writeValueAsString(this));
    }

    /** Returns the file of a stage's record. */
    static Path file(RunFolder folder, String stage) {
        return folder.stageRecords().resolve(stage + ".json");
    }
}
