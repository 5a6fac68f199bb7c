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
 * @param folder it lies in; empty for the one on the class path
 * @param version such as {@code 2.7.1+cu126}; empty if the folder does not say
 * @param cuda whether it computes on NVIDIA GPUs
 */
public record Libtorch(Optional<Path> folder, Optional<String> version, boolean cuda) {
    private static final Pattern PIP_VERSION = Pattern.compile("__version__ = '([^']+)'");

    /** The one that {@code PYTORCH_LIBRARY_PATH} names, else that on the class path. */
    public static Libtorch find(Machine machine) {
        return machine.setting("PYTORCH_LIBRARY_PATH")
                .map(folder -> in(machine.resolve(Path.of(folder))))
                .orElseGet(Libtorch::onClassPath);
    }

    private static Libtorch in(Path folder) {
        boolean cuda = Files.exists(folder.resolve("libtorch_cuda.so"));
        return new Libtorch(Optional.of(folder), version(folder), cuda);
    }

    /** pip's wheel says its version in version.py, the archive from PyTorch's site in build-version. */
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

    private static Libtorch onClassPath() {
        Properties bundled = properties("native/lib/pytorch.properties");
        String flavor = bundled.getProperty("flavor", "cpu");
        return new Libtorch(
                Optional.empty(), Optional.ofNullable(bundled.getProperty("version")), flavor.startsWith("cu"));
    }

    /** The properties of a class-path resource; none if it is missing. */
    static Properties properties(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Libtorch.class.getClassLoader().getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            // Told as a version that is not known.
        }
        return properties;
    }

    /** {@code major.minor.patch} of the version, without a build's suffix. */
    Optional<String> release() {
        return version.map(Libtorch::release);
    }

    /** {@code major.minor.patch} at the start of a version. */
    static String release(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1");
    }
}
