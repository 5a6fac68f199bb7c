package audiotokens.option;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes records of options, whose components are described by {@link Option}. */
public final class Options {
    private Options() {}

    /**
     * The defaults, with some options changed.
     *
     * @param assignments {@code name=value} each
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static <R extends Record> R of(Class<R> type, String... assignments) {
        Map<String, String> values = new TreeMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new OptionException(assignment, "not of the form name=value");
            }
            values.put(
                    assignment.substring(0, equals).strip(),
                    assignment.substring(equals + 1).strip());
        }
        RecordComponent[] components = type.getRecordComponents();
        for (String name : values.keySet()) {
            if (Arrays.stream(components)
                    .noneMatch(component -> component.getName().equals(name))) {
                throw new OptionException(
                        name,
                        "no such option; there are "
                                + Arrays.stream(components)
                                        .map(RecordComponent::getName)
                                        .collect(Collectors.joining(", ")));
            }
        }
        return bind(type, values);
    }

    /**
     * A record of options from text.
     *
     * @param values by component name; where one is missing its default holds
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
}
