package audiotokens.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The build of libtorch that DJL loads.
 *
 * @param folder its folder; empty for the build on the class path
 * @param version version, such as {@code 2.7.1+cu126}; empty if unknown
 * @param supportsCuda whether it supports NVIDIA GPUs
 */
public record Libtorch(Optional<Path> folder, Optional<String> version, boolean supportsCuda) {
    private static final Pattern PIP_VERSION = Pattern.compile("__version__ = '([^']+)'");

    /** Returns the build named by {@code PYTORCH_LIBRARY_PATH}, otherwise the one on the class path. */
    public static Libtorch find(Machine machine) {
        return machine.setting("PYTORCH_LIBRARY_PATH")
                .map(folder -> fromFolder(machine.resolve(Path.of(folder))))
                .orElseGet(Libtorch::fromClassPath);
    }

    private static Libtorch fromFolder(Path folder) {
        boolean supportsCuda = Files.exists(folder.resolve("libtorch_cuda.so"));
        return new Libtorch(Optional.of(folder), version(folder), supportsCuda);
    }

    /**
     * Returns the version of a pip wheel, from version.py, or of an archive from PyTorch's site, from build-version.
     */
    private static Optional<String> version(Path folder) {
        try {
            Path wheel = folder.resolveSibling("version.py");
            if (Files.exists(wheel)) {
                Matcher version = PIP_VERSION.matcher(Files.readString(wheel));
                return version.find() ? Optional.of(version.group(1)) : Optional.empty();
            }
            Path archive = folder.resolveSibling("build-version");
            return Files.exists(archive) ? Optional.of(Files.readString(archive).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Libtorch fromClassPath() {
        Properties bundled = properties("native/lib/pytorch.properties");
        String flavor = bundled.getProperty("flavor", "cpu");
        return new Libtorch(
                Optional.empty(), Optional.ofNullable(bundled.getProperty("version")), flavor.startsWith("cu"));
    }

    /** Returns the properties of a class-path resource; none if it is missing. */
    static Properties properties(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Libtorch.class.getClassLoader().getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            // reported as an unknown version
        }
        return properties;
    }

    /** Returns the version as {@code major.minor.patch}, without the build's suffix. */
    Optional<String> release() {
        return version.map(Libtorch::release);
    }

    /** Returns the {@code major.minor.patch} prefix of a version. */
    static String release(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1");
    }
}
