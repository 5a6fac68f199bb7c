package audiotokens.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The file system and the settings by which a process finds devices and native libraries.
 *
 * @param root root of the file system
 * @param environment the process's environment variables
 * @param properties the JVM's system properties
 */
public record Machine(Path root, Map<String, String> environment, Map<String, String> properties) {
    private static final List<String> SYSTEM_FOLDERS =
            List.of("/lib64", "/usr/lib64", "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib", "/usr/lib");
    /** Driver folders of container runtimes, WSL and NixOS. */
    private static final List<String> DRIVER_FOLDERS =
            List.of("/usr/local/nvidia/lib64", "/usr/lib/wsl/lib", "/run/opengl-driver/lib");

    public Machine {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
    }

    /** Returns the machine of this process. */
    public static Machine current() {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        return new Machine(Path.of("/"), System.getenv(), properties);
    }

    /**
     * Returns an environment variable, otherwise the system property of the same name; DJL reads its settings in this
     * order.
     */
    public Optional<String> setting(String name) {
        String value = environment.getOrDefault(name, properties.get(name));
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    /** Returns the device files of NVIDIA GPUs, or WSL's device file. */
    public List<Path> gpuDevices() {
        Path wsl = path("/dev/dxg");
        return Files.exists(wsl) ? List.of(wsl) : matches(path("/dev"), "nvidia[0-9]*");
    }

    /** Returns a program on PATH. */
    public Optional<Path> program(String name) {
        return folders(environment.getOrDefault("PATH", "")).stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the NVIDIA driver's library, {@code libcuda.so.1}. */
    public Optional<Path> driver() {
        List<Path> folders = new ArrayList<>(folders(environment.getOrDefault("LD_LIBRARY_PATH", "")));
        folders.addAll(systemFolders());
        DRIVER_FOLDERS.forEach(folder -> folders.add(path(folder)));
        return firstMatch(folders, "libcuda.so.1");
    }

    /**
     * Finds the CUDA runtime in JNA's search order: {@code libcudart.so} in {@code LD_LIBRARY_PATH}, then
     * {@code libcudart.so} or {@code libcudart.so.N} in {@code jna.library.path} and the system's library folders.
     */
    public Optional<Path> cudaRuntime() {
        List<Path> folders = new ArrayList<>(folders(properties.getOrDefault("jna.library.path", "")));
        folders.addAll(systemFolders());
        return firstMatch(folders(environment.getOrDefault("LD_LIBRARY_PATH", "")), "libcudart.so")
                .or(() -> firstMatch(folders, "libcudart.so*"));
    }

    private List<Path> systemFolders() {
        List<Path> folders = new ArrayList<>();
        for (Path file : matches(path("/etc/ld.so.conf.d"), "*.conf")) {
            try {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("/"))
                        .map(this::path)
                        .forEach(folders::add);
            } catch (IOException unreadable) {
                // the loader skips unreadable files too
            }
        }
        SYSTEM_FOLDERS.forEach(folder -> folders.add(path(folder)));
        return folders;
    }

    private List<Path> folders(String list) {
        return List.of(list.split(":")).stream()
                .filter(folder -> folder.startsWith("/"))
                .map(this::path)
                .toList();
    }

    private Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** Resolves an absolute path in this file system. */
    Path resolve(Path absolute) {
        return absolute.isAbsolute() ? path(absolute.toString()) : absolute;
    }

    private static Optional<Path> firstMatch(List<Path> folders, String pattern) {
        return folders.stream()
                .flatMap(folder -> matches(folder, pattern).stream())
                .findFirst();
    }

    private static List<Path> matches(Path folder, String pattern) {
        TreeSet<Path> found = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                files.forEach(found::add);
            } catch (IOException unreadable) {
                // an unreadable folder has no libraries to load
            }
        }
        return List.copyOf(found);
    }
}
