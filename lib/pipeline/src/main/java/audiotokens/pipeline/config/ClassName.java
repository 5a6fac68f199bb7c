package audiotokens.pipeline.config;

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
                    key, "'" + value + "' is unknown; it may be " + String.join(", ", names) + ", or the name of a class");
        }
        return name;
    }

    /**
     * Makes an object of a class that a key names.
     *
     * @param type the interface that it implements
     * @throws ConfigurationException where there is no such class, it does not implement {@code type}, or it has no public
     *     constructor without parameters; the message says which
     */
    public static <T> T newInstance(String key, String className, Class<T> type) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            Class<?> found = Class.forName(className, true, loader == null ? type.getClassLoader() : loader);
            if (!type.isAssignableFrom(found)) {
                throw new ConfigurationException(key, className + " does not implement " + type.getName());
            }
            return type.cast(found.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException(
                    key, "there is no class " + className + " on the class path (classes of a notebook's cells are"
                            + " passed to the stage as objects)");
        } catch (InvocationTargetException e) {
            throw new ConfigurationException(key, className + " cannot be made: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException(
                    key, className + " has to be a public class with a public constructor without parameters");
        }
    }
}
