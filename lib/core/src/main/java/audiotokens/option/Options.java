package audiotokens.option;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Creates options records, whose components are described by {@link Option}. */
public final class Options {
    private Options() {}

    /**
     * Returns the default values with some options changed.
     *
     * @param assignments texts of the form {@code name=value}
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static <R extends Record> R of(Class<R> type, String... assignments) {
        Map<String, String> values = new TreeMap<>();
        for (String assignment : assignments) {
            int separator = assignment.indexOf('=');
            if (separator < 1) {
                throw new OptionException(assignment, "is not of the form name=value");
            }
            values.put(
                    assignment.substring(0, separator).strip(),
                    assignment.substring(separator + 1).strip());
        }
        RecordComponent[] components = type.getRecordComponents();
        for (String name : values.keySet()) {
            if (Arrays.stream(components)
                    .noneMatch(component -> component.getName().equals(name))) {
                throw new OptionException(
                        name,
                        "there is no such option; the options are "
                                + Arrays.stream(components)
                                        .map(RecordComponent::getName)
                                        .collect(Collectors.joining(", ")));
            }
        }
        return bind(type, values);
    }

    /**
     * Creates an options record from text.
     *
     * @param values values by component name; missing options have their default value
     * @throws OptionException for a wrong type or a value out of range
     */
    public static <R extends Record> R bind(Class<R> type, Map<String, String> values) {
        Object[] arguments = Arrays.stream(type.getRecordComponents())
                .map(component -> OptionValue.parse(component, values.get(component.getName())))
                .toArray();
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the options that differ from their default values: a map from an option's oldest name to its value's
     * canonical text.
     *
     * <p>Adding, renaming or moving an option does not change this map as long as the option has its default value.
     *
     * @param options an options record; components without {@link Option} are left out
     */
    public static SortedMap<String, String> changedAsText(Record options) {
        SortedMap<String, String> changed = new TreeMap<>(asText(options));
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            if (component.isAnnotationPresent(Option.class)) {
                changed.remove(oldestName(component), text(OptionValue.parse(component, null)));
            }
        }
        return changed;
    }

    /**
     * Returns all options: a map from an option's oldest name to its value's canonical text; empty for a record without
     * options.
     *
     * @param options an options record; components without {@link Option} are left out
     */
    public static SortedMap<String, String> asText(Record options) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            if (component.isAnnotationPresent(Option.class)) {
                texts.put(oldestName(component), text(OptionValue.of(component, options)));
            }
        }
        return texts;
    }

    /** Returns the oldest name of an option. */
    public static String oldestName(RecordComponent component) {
        String[] formerNames = component.getAnnotation(Option.class).formerNames();
        return formerNames.length == 0 ? component.getName() : formerNames[0];
    }

    private static String text(Object value) {
        return String.valueOf(OptionValue.toYaml(value));
    }
}
