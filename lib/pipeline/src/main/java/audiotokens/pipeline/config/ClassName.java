package audiotokens.pipeline.config;

import audiotokens.AudioTokensException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Resolves keys whose value is a built-in name or the name of a user's class. */
public final class ClassName {
    private ClassName() {}

    /**
     * Returns the canonical form of a value: a built-in name in lower case, or the name of a class, which contains
     * a dot or starts with a capital letter.
     *
     * @throws ConfigurationException if it is neither; the message lists the built-in names
     */
    static String canonicalName(String key, String value, String... builtInNames) {
        String name = value.strip();
        List<String> names = Arrays.asList(builtInNames);
        if (names.contains(name.toLowerCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT);
        }
        if (!name.matches("([\\p{L}_$][\\p{L}\\p{N}_$]*\\.)*[\\p{L}_$][\\p{L}\\p{N}_$]*")
                || (!name.contains(".") && !Character.isUpperCase(name.codePointAt(0)))) {
            throw new ConfigurationException(
                    key,
                    "'" + value + "' is unknown; it must be one of " + String.join(", ", names)
                            + ", or the name of a class");
        }
        return name;
    }

    /**
     * Instantiates the class named by a key, with its public constructor that takes the configuration, or with its
     * default constructor.
     *
     * @param type the interface that the class must implement
     * @throws ConfigurationException if the class does not exist, does not implement {@code type}, or has no such
     *     constructor; the message says which
     */
    public static <T> T newInstance(String key, String className, Class<T> type, Configuration configuration) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            Class<?> loaded = Class.forName(className, true, loader == null ? type.getClassLoader() : loader);
            if (!type.isAssignableFrom(loaded)) {
                throw new ConfigurationException(key, className + " does not implement " + type.getName());
            }
            boolean takesConfiguration = Arrays.stream(loaded.getConstructors())
                    .anyMatch(constructor ->
                            Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Configuration.class}));
            return type.cast(
                    takesConfiguration
                            ? loaded.getConstructor(Configuration.class).newInstance(configuration)
                            : loaded.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException(
                    key,
                    "there is no class " + className + " on the class path (classes of a notebook's cells are"
                            + " passed to the stage as objects)");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AudioTokensException reason) {
                throw reason;
            }
            throw new ConfigurationException(key, className + " cannot be instantiated: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException(
                    key,
                    className + " must be a public class with a public constructor that takes a Configuration or"
                            + " no arguments");
        }
    }
}
