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
 * Collects the configuration values that stages are computed with, and checks whether recorded values still match.
 *
 * <p>Paths are excluded: if data is moved, the first stage runs again, but the outputs of later stages remain valid.
 */
final class StageKeys {
    static final String SEED = "seed";

    private StageKeys() {}

    /** Returns the keys and values that determine the outputs of {@code stage}, including its upstream stages' keys. */
    static SortedMap<String, String> of(Configuration configuration, Stage<?> stage, RunFolder folder)
            throws IOException {
        SortedMap<String, String> keys = new TreeMap<>();
        for (RunStage dependency : stage.upstream()) {
            StageRecord.read(folder, dependency).ifPresent(record -> keys.putAll(record.keys()));
        }
        keys.put(SEED, Long.toString(configuration.run().seed()));
        for (Object option : stage.options()) {
            if (option instanceof Record record) {
                Map<String, String> values = Options.asText(record);
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    if (component.isAnnotationPresent(Option.class) && !OptionValue.isPath(component)) {
                        keys.put(component.getName(), values.get(Options.oldestName(component)));
                    }
                }
            }
        }
        return keys;
    }

    /**
     * Returns the entries of {@code oldKeys} whose values differ in {@code newKeys}, worded to come after "computed
     * with" in a message.
     */
    static String describeChanges(SortedMap<String, String> oldKeys, SortedMap<String, String> newKeys) {
        String changes = oldKeys.entrySet().stream()
                .filter(oldEntry -> {
                    String newValue = newKeys.get(Configuration.currentName(oldEntry.getKey()));
                    return newValue != null && !newValue.equals(oldEntry.getValue());
                })
                .map(oldEntry -> oldEntry.getKey() + "=" + oldEntry.getValue())
                .collect(Collectors.joining(" "));
        return changes.isEmpty() ? "different input, or by a different version," : changes;
    }

    /**
     * Checks that {@code configuration} has the values that {@code record} was computed with.
     *
     * @throws StageException if a value differs; the message names the first stage to run again
     */
    static void check(Configuration configuration, StageRecord record, RunFolder folder) throws IOException {
        Map<String, Object> values = configuration.toMap();
        for (Map.Entry<String, String> entry : record.keys().entrySet()) {
            if (hasChanged(values, entry.getKey(), entry.getValue())) {
                throw new StageException("the " + record.stage() + " in " + folder.path()
                        + (record.stage().endsWith("s") ? " were" : " was") + " computed with "
                        + entry.getKey() + "=" + entry.getValue() + ", but this configuration has "
                        + values.get(Configuration.currentName(entry.getKey()))
                        + "; run the " + firstStageToRerun(values, entry.getKey(), record, folder) + " notebook first");
            }
        }
    }

    /** Returns the keys of finished stages whose values differ in {@code configuration}, and their old values. */
    static SortedMap<String, String> differences(Configuration configuration, RunFolder folder) throws IOException {
        Map<String, Object> values = configuration.toMap();
        SortedMap<String, String> differences = new TreeMap<>();
        for (RunStage stage : RunStage.values()) {
            StageRecord.read(folder, stage).filter(StageRecord::finished).ifPresent(record -> record.keys()
                    .forEach((key, oldValue) -> {
                        if (hasChanged(values, key, oldValue)) {
                            differences.put(key, oldValue);
                        }
                    }));
        }
        return differences;
    }

    /** Returns whether {@code configuration} has a different value for any of the keys in {@code record}. */
    static boolean hasChanges(Configuration configuration, StageRecord record) {
        Map<String, Object> values = configuration.toMap();
        return record.keys().entrySet().stream()
                .anyMatch(entry -> hasChanged(values, entry.getKey(), entry.getValue()));
    }

    private static boolean hasChanged(Map<String, Object> values, String key, String oldValue) {
        String current = Configuration.currentName(key);
        return values.containsKey(current)
                && !String.valueOf(values.get(current)).equals(oldValue);
    }

    /** Returns the first stage in notebook order that was computed with a different value of {@code key}. */
    private static String firstStageToRerun(
            Map<String, Object> values, String key, StageRecord record, RunFolder folder) throws IOException {
        for (RunStage stage : RunStage.values()) {
            Optional<String> oldValue =
                    StageRecord.read(folder, stage).map(other -> other.keys().get(key));
            if (oldValue.isPresent() && hasChanged(values, key, oldValue.get())) {
                return stage.id();
            }
        }
        return record.stage();
    }
}
