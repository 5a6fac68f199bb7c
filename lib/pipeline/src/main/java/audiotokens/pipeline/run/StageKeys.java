package audiotokens.pipeline.run;

import audiotokens.option.Option;
import audiotokens.option.Options;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The configuration's keys that stages were made with, and whether they are those of now.
 *
 * <p>Paths are left out: where data has moved, the first stage begins anew, but what the later ones have read is of it
 * still.
 */
final class StageKeys {
    static final String SEED = "seed";

    private StageKeys() {}

    /** The keys with their values that decide {@code stage}, with those of the stages before it. */
    static SortedMap<String, String> of(Configuration configuration, Stage<?> stage, RunFolder folder)
            throws IOException {
        SortedMap<String, String> keys = new TreeMap<>();
        for (RunStage before : stage.upstream()) {
            StageRecord.read(folder, before).ifPresent(record -> keys.putAll(record.keys()));
        }
        keys.put(SEED, Long.toString(configuration.run().seed()));
        for (Object option : stage.options()) {
            if (option instanceof Record record) {
                Map<String, String> values = Options.written(record);
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    if (component.isAnnotationPresent(Option.class) && !isPath(component)) {
                        keys.put(component.getName(), values.get(Options.oldestName(component)));
                    }
                }
            }
        }
        return keys;
    }

    /** The keys of {@code before} that have other values in {@code now}, for a person to read. */
    static String changes(SortedMap<String, String> before, SortedMap<String, String> now) {
        String changes = before.entrySet().stream()
                .filter(key -> {
                    String value = now.get(Configuration.presentName(key.getKey()));
                    return value != null && !value.equals(key.getValue());
                })
                .map(key -> key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining(" "));
        return changes.isEmpty() ? "other input, or by another version," : changes;
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
                        + key.getKey() + "=" + key.getValue() + ", this configuration has "
                        + values.get(Configuration.presentName(key.getKey()))
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
        for (RunStage stage : RunStage.values()) {
            StageRecord.read(folder, stage).filter(StageRecord::finished).ifPresent(record -> record.keys()
                    .forEach((key, madeWith) -> {
                        if (differs(values, key, madeWith)) {
                            differences.put(key, madeWith);
                        }
                    }));
        }
        return differences;
    }

    /** Whether {@code configuration} has other values than the stage of {@code record} was made with. */
    static boolean areOther(Configuration configuration, StageRecord record) {
        Map<String, Object> values = configuration.toMap();
        return record.keys().entrySet().stream().anyMatch(key -> differs(values, key.getKey(), key.getValue()));
    }

    private static boolean differs(Map<String, Object> values, String key, String madeWith) {
        String present = Configuration.presentName(key);
        return values.containsKey(present)
                && !String.valueOf(values.get(present)).equals(madeWith);
    }

    /** The first stage, in the order of the notebooks, that was made with another value of {@code key}. */
    private static String first(Map<String, Object> values, String key, StageRecord record, RunFolder folder)
            throws IOException {
        for (RunStage stage : RunStage.values()) {
            Optional<String> madeWith =
                    StageRecord.read(folder, stage).map(other -> other.keys().get(key));
            if (madeWith.isPresent() && differs(values, key, madeWith.get())) {
                return stage.id();
            }
        }
        return record.stage();
    }
}
