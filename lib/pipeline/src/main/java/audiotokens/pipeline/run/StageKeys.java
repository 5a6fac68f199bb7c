package audiotokens.pipeline.run;

import audiotokens.option.Option;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration's keys that stages were made with, and whether they are those of now.
 *
 * <p>Paths are left out: where data has moved, the first stage begins anew, but what the later ones have read is of it
 * still.
 */
final class StageKeys {
    private static final String SEED = "seed";

    private StageKeys() {}

    /** The keys with their values that decide the stage of {@code plan}, with those of the stages before it. */
    static SortedMap<String, String> of(Configuration configuration, StageRun.Plan plan, RunFolder folder)
            throws IOException {
        Map<String, Object> values = configuration.toMap();
        SortedMap<String, String> keys = new TreeMap<>();
        for (String stage : plan.upstream()) {
            StageRecord.read(folder, stage).ifPresent(record -> keys.putAll(record.keys()));
        }
        keys.put(SEED, values.get(SEED).toString());
        for (Object option : plan.options()) {
            if (option instanceof Record) {
                for (RecordComponent component : option.getClass().getRecordComponents()) {
                    if (component.isAnnotationPresent(Option.class) && !isPath(component)) {
                        keys.put(component.getName(), String.valueOf(values.get(component.getName())));
                    }
                }
            }
        }
        return keys;
    }

    /**
     * Compares what {@code record} was made with with {@code configuration}.
     *
     * @throws StageException where a key differs; the message names the first stage to run again
     */
    static void check(Configuration configuration, StageRecord record, RunFolder folder) throws IOException {
        Map<String, Object> values = configuration.toMap();
        for (Map.Entry<String, String> key : record.keys().entrySet()) {
            if (differs(values, key.getKey(), key.getValue())) {
                throw new StageException("the " + record.stage() + " in " + folder.path()
                        + (record.stage().endsWith("s") ? " were" : " was") + " made with "
                        + key.getKey() + "=" + key.getValue() + ", this configuration has " + values.get(key.getKey())
                        + "; run the notebook '" + first(values, key.getKey(), record, folder) + "' first");
            }
        }
    }

    /** Whether an option is a path, or a list of them. */
    static boolean isPath(RecordComponent component) {
        return component.getGenericType().getTypeName().contains(Path.class.getName());
    }

    /** The keys that finished stages were made with, where {@code configuration} has other values. */
    static SortedMap<String, String> differences(Configuration configuration, RunFolder folder) throws IOException {
        Map<String, Object> values = configuration.toMap();
        SortedMap<String, String> differences = new TreeMap<>();
        for (String stage : Summary.STAGES) {
            StageRecord.read(folder, stage).filter(StageRecord::finished).ifPresent(record -> record.keys()
                    .forEach((key, madeWith) -> {
                        if (differs(values, key, madeWith)) {
                            differences.put(key, madeWith);
                        }
                    }));
        }
        return differences;
    }

    private static boolean differs(Map<String, Object> values, String key, String madeWith) {
        return values.containsKey(key) && !String.valueOf(values.get(key)).equals(madeWith);
    }

    /** The first stage, in the order of the notebooks, that was made with another value of {@code key}. */
    private static String first(Map<String, Object> values, String key, StageRecord record, RunFolder folder)
            throws IOException {
        for (String stage : Summary.STAGES) {
            Optional<String> madeWith =
                    StageRecord.read(folder, stage).map(other -> other.keys().get(key));
            if (madeWith.isPresent() && differs(values, key, madeWith.get())) {
                return stage;
            }
        }
        return record.stage();
    }
}
