package audiotokens.pipeline.config;

import audiotokens.AudioTokensException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Keys whose value is the name of something built in or of a class of the user's own. */
public final class ClassName {
    private ClassName() {}

    /**
     * A value in its one spelling: a built-in name in lower case, or the name of a class, which is told by its dot or its
     * capital letter.
     *
     * @throws ConfigurationException where it is neither; the message lists the built-in names
     */
    static String orBuiltIn(String key, String value, String... builtIn) {
        String name = value.strip();
        List<String> names = Arrays.asList(builtIn);
        if (names.contains(name.toLowerCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT);
        }
        if (!name.matches("([\\p{L}_$][\\p{L}\\p{N}_$]*\\.)*[\\p{L}_$][\\p{L}\\p{N}_$]*")
                || !name.contains(".") && !Character.isUpperCase(name.codePointAt(0))) {
            throw new ConfigurationException(
                    key,
                    "'" + value + "' is unknown; it may be " + String.join(", ", names) + ", or the name of a class");
        }
        return name;
    }

    /**
     * Makes an object of a class that a key names, with its public constructor that takes the configuration, or else the
     * one without parameters.
     *
     * @param type the interface that it implements
     * @throws ConfigurationException where there is no such class, it does not implement {@code type}, or it has no such
     *     constructor; the message says which
     */
    public static <T> T newInstance(String key, String className, Class<T> type, Configuration configuration) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            Class<?> found = Class.forName(className, true, loader == null ? type.getClassLoader() : loader);
            if (!type.isAssignableFrom(found)) {
                throw new ConfigurationException(key, className + " does not implement " + type.getName());
            }
            boolean takesConfiguration = Arrays.stream(found.getConstructors())
                    .anyMatch(each -> Arrays.equals(each.getParameterTypes(), new Class<?>[] {Configuration.class}));
            return type.cast(
                    takesConfiguration
                            ? found.getConstructor(Configuration.class).newInstance(configuration)
                            : found.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException(
                    key,
                    "there is no class " + className + " on the class path (classes of a notebook's cells are"
                            + " passed to the stage as objects)");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AudioTokensException reason) {
                throw reason;
            }
            throw new ConfigurationException(key, className + " cannot be made: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException(
                    key,
                    className + " has to be a public class with a public constructor that takes a Configuration or"
                            + " nothing");
        }
    }
}
