package audiotokens.run;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

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
    public StageRecord {
        result = Map.copyOf(result);
        // a record of an older version has none
        keys = keys == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(keys);
    }

    /** The same stage before its end: of the same options, with its files, without its figures. */
    StageRecord reopened() {
        return new StageRecord(stage, fingerprint, false, 0, Map.of(), files, adopted, keys);
    }
}
