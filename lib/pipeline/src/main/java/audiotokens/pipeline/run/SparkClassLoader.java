package audiotokens.pipeline.run;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Class loader for Apache Spark and the engine module. Spark stays off the class path, so only runs with
 * {@code engine=spark} load its jars, and its versions of common libraries do not conflict with those of the notebooks.
 *
 * <p>Spark's jars take precedence, except for the project's own classes, DJL and the logging API, which are shared.
 */
public final class SparkClassLoader extends URLClassLoader {
    /**
     * Environment variable with the folder of the engine module's jar and of {@code classpath.txt}, which lists the
     * paths of the module's dependencies.
     */
    static final String VARIABLE = "AUDIO_TOKENS_SPARK";

    private static @Nullable ClassLoader loader;

    private SparkClassLoader(List<URL> jars, ClassLoader parent) {
        super("spark", jars.toArray(URL[]::new), parent);
    }

    /**
     * Finds the provider of a service of the engine module, on the class path or in the jars that {@link #VARIABLE}
     * leads to.
     *
     * @param service interface of the service
     * @return empty if the engine module is not available
     */
    public static <S> Optional<S> service(Class<S> service) {
        return ServiceLoader.load(service, SparkClassLoader.class.getClassLoader())
                .findFirst()
                .or(() -> loader().flatMap(
                                jars -> ServiceLoader.load(service, jars).findFirst()));
    }

    /** Returns the shared loader of this process; empty if {@link #VARIABLE} is not set. */
    private static synchronized Optional<ClassLoader> loader() {
        String folder = System.getenv(VARIABLE);
        if (loader == null && folder != null) {
            loader = new SparkClassLoader(jars(Path.of(folder)), SparkClassLoader.class.getClassLoader());
        }
        return Optional.ofNullable(loader);
    }

    private static List<URL> jars(Path folder) {
        Path classPath = folder.resolve("classpath.txt");
        List<URL> jars = new ArrayList<>();
        try {
            jars.add(folder.resolve("audio-tokens-spark.jar").toUri().toURL());
            for (String jar : Files.readString(classPath).strip().split(File.pathSeparator, 0)) {
                if (!isShared(Path.of(jar).toUri().getPath())) {
                    jars.add(Path.of(jar).toUri().toURL());
                }
            }
            return jars;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new StageException("engine: " + classPath + " cannot be read; ./run writes it for engine=spark", e);
        }
    }

    /**
     * Returns whether a jar is loaded from the project's class path only. DJL's jars are, since DJL finds its engine
     * with the context class loader.
     */
    private static boolean isShared(String jar) {
        return jar.matches(
                ".*/ai/djl/.*|.*/(audio-tokens-(core|pipeline|demo)\\.jar|slf4j-[^/]*|log4j-slf4j[^/]*|jul-to-slf4j[^/]*)");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || name.startsWith("org.slf4j.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, resolve);
            }
        }
    }

    @Override
    public URL getResource(String name) {
        URL resource = findResource(name);
        return resource == null ? super.getResource(name) : resource;
    }
}
