package audiotokens.notebook;

import audiotokens.notebook.figure.Renderable;
import audiotokens.notebook.figure.ValidationRecording;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.work.LineProgress;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Entry points for notebook cells: configuration, progress bars, files. */
public final class Notebook {
    private Notebook() {}

    /**
     * Returns the configuration that {@code ./run} prepared, or the demo's if there is none, with {@code key=value}
     * overrides.
     *
     * <p>Redirects the log to {@code notebook.log} in the run's folder.
     *
     * @throws ConfigurationException for an unknown key, a wrong type or a value out of range
     */
    public static Configuration configuration(String... overrides) {
        Path root = root();
        String prepared = System.getenv("AUDIO_TOKENS_CONFIG");
        Path yaml = prepared == null || prepared.isBlank()
                ? root.resolve("notebooks/configs/demo.yaml")
                : Path.of(prepared);
        Configuration configuration =
                Configuration.read(yaml, List.of(overrides)).resolvedAgainst(root);
        LogFile.open(RunFolder.of(configuration).path().resolve("notebook.log"));
        return configuration;
    }

    /**
     * Returns the configuration of an experiment. Keys on the command line override the experiment's defaults.
     *
     * @param defaults {@code key=value} settings that override the configuration file
     * @throws ConfigurationException for an unknown key, a wrong type or a value out of range
     */
    public static Configuration experiment(String... defaults) {
        String commandLineSettings = System.getenv("AUDIO_TOKENS_OVERRIDES");
        return configuration(withoutOverridden(commandLineSettings == null ? "" : commandLineSettings, defaults));
    }

    /**
     * Returns the {@code defaults} whose keys do not occur in {@code commandLineSettings}.
     *
     * @param commandLineSettings one {@code key=value} per line
     * @param defaults {@code key=value} settings
     */
    static String[] withoutOverridden(String commandLineSettings, String... defaults) {
        Set<String> keys = commandLineSettings.lines().map(Notebook::key).collect(Collectors.toSet());
        return Arrays.stream(defaults)
                .filter(setting -> !keys.contains(key(setting)))
                .toArray(String[]::new);
    }

    private static String key(String setting) {
        return setting.split("=", 2)[0].strip();
    }

    /**
     * Returns a progress display: one bar per task in the running cell and, under {@code ./run}, a line on the
     * terminal.
     */
    public static Progress progress() {
        Progress bars = new NotebookProgress(new KernelCellOutput(BaseKernel.notebookKernel()));
        String file = System.getenv("AUDIO_TOKENS_PROGRESS");
        return file == null || file.isBlank() ? bars : new CombinedProgress(bars, LineProgress.toFile(Path.of(file)));
    }

    /**
     * Creates a figure in the running cell that is redrawn for each new value.
     *
     * @param figure draws all values so far
     */
    public static <T> Consumer<T> liveFigure(Function<List<T>, Renderable> figure) {
        return new LiveOutput<>(BaseKernel.notebookKernel(), figure);
    }

    /** Returns the folder of the model passed to {@code ./run listen}, or of the run's model if none was passed. */
    public static Path modelFolder() {
        return pathFromEnvironment("AUDIO_TOKENS_MODEL")
                .orElseGet(() -> RunFolder.of(configuration()).model());
    }

    /**
     * Returns the recording passed to {@code ./run listen}, or if none was passed, a file with several concatenated
     * validation clips of the run.
     */
    public static Path recording() {
        return pathFromEnvironment("AUDIO_TOKENS_RECORDING").orElseGet(() -> ValidationRecording.of(configuration()));
    }

    private static Optional<Path> pathFromEnvironment(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(Path.of(value));
    }

    /** Returns a path inside the project, independent of the working directory. */
    public static Path project(String path) {
        return root().resolve(path);
    }

    /** Returns the parent of the run's folder, by default {@code output}; it also contains the other runs. */
    public static Path outputFolder() {
        return Objects.requireNonNull(
                configuration().run().outputPath().toAbsolutePath().getParent(), "outputPath is the root folder");
    }

    /**
     * Returns the project's root: the value of AUDIO_TOKENS_ROOT, or the nearest parent folder that contains the
     * notebooks.
     */
    private static Path root() {
        String fromEnvironment = System.getenv("AUDIO_TOKENS_ROOT");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return Path.of(fromEnvironment);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("notebooks/configs"))) {
                return folder;
            }
        }
        throw new ConfigurationException(
                "AUDIO_TOKENS_ROOT", "is not set, and no folder above this one contains notebooks/configs");
    }
}
