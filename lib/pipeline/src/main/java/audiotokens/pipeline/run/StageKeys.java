package audiotokens.pipeline.run;

import audiotokens.option.Option;
import audiotokens.option.OptionValue;
import audiotokens.option.Options;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The configuration keys that stages were computed with, and whether they still apply.
 *
 * <p>Paths are excluded: if data is moved, the first stage runs again, but the outputs of later stages remain valid.
 */
final class StageKeys {
    static final String SEED = "seed";

    private StageKeys() {}

    /** The keys and values that determine {@code stage}, including those of its upstream stages. */
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
                    if (component.isAnnotationPresent(Option.class) && !OptionValue.isPath(component)) {
                        keys.put(component.getName(), values.get(Options.oldestName(component)));
                    }
                }
            }
        }
        return keys;
    }

    /** Describes the keys of {@code before} that have different values in {@code now}. */
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
     * Compares the keys of {@code record} with {@code configuration}.
     *
     * @throws StageException if a key differs; the message names the first stage to run again
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

    /** The keys of finished stages that have different values in {@code configuration}. */
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

    /** Whether {@code configuration} differs from the keys in {@code record}. */
    static boolean differ(Configuration configuration, StageRecord record) {
        Map<String, Object> values = configuration.toMap();
        return record.keys().entrySet().stream().anyMatch(key -> differs(values, key.getKey(), key.getValue()));
    }

    private static boolean differs(Map<String, Object> values, String key, String madeWith) {
        String present = Configuration.presentName(key);
        return values.containsKey(present)
                && !String.valueOf(values.get(present)).equals(madeWith);
    }

    /** The first stage in notebook order that was computed with a different value of {@code key}. */
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
