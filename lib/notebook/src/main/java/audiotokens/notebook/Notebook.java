package audiotokens.notebook;

import audiotokens.notebook.figure.Picture;
import audiotokens.notebook.figure.ValidationSound;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.work.LineProgress;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** What a notebook's cells call: its configuration and its progress bars. */
public final class Notebook {
    private Notebook() {}

    /**
     * The run's configuration: the one that {@code ./run} prepared, else the demo's, with {@code key=value} overrides.
     *
     * <p>From here on the log goes to {@code notebook.log} in the run's folder.
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
     * The run's configuration for an experiment, whose own defaults give way to what the command line names.
     *
     * @param defaults {@code key=value} in place of those of the configuration file
     * @throws ConfigurationException for an unknown key, a wrong type or a value out of range
     */
    public static Configuration experiment(String... defaults) {
        String given = System.getenv("AUDIO_TOKENS_GIVEN");
        return configuration(notGiven(given == null ? "" : given, defaults));
    }

    /** Those of {@code defaults} whose keys are not among the lines of {@code given}, {@code key=value} each. */
    static String[] notGiven(String given, String... defaults) {
        Set<String> keys = given.lines().map(Notebook::key).collect(Collectors.toSet());
        return Arrays.stream(defaults).filter(each -> !keys.contains(key(each))).toArray(String[]::new);
    }

    private static String key(String keyAndValue) {
        return keyAndValue.split("=", 2)[0].strip();
    }

    /** Bars in the cell that is running, one a task; under {@code ./run} a line on the terminal too. */
    public static Progress progress() {
        Progress bars = new NotebookProgress(new KernelScreen(BaseKernel.notebookKernel()));
        String file = System.getenv("AUDIO_TOKENS_PROGRESS");
        return file == null || file.isBlank() ? bars : new TwofoldProgress(bars, LineProgress.inFile(Path.of(file)));
    }

    /**
     * A picture in the cell that is running, drawn anew with every value it is given.
     *
     * @param picture draws all values given so far
     */
    public static <T> Consumer<T> live(Function<List<T>, Picture> picture) {
        return new LivePicture<>(BaseKernel.notebookKernel(), picture);
    }

    /** The model that {@code ./run listen} was given, else the run's own. */
    public static Path bundle() {
        return given("AUDIO_TOKENS_MODEL")
                .orElseGet(() -> RunFolder.of(configuration()).model());
    }

    /**
     * The sound that {@code ./run listen} was given, else a few validation clips of the run back to back, in a file of the
     * run's folder.
     */
    public static Path sound() {
        return given("AUDIO_TOKENS_SOUND").orElseGet(() -> ValidationSound.of(configuration()));
    }

    private static Optional<Path> given(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(Path.of(value));
    }

    /** A file or folder of the project, whatever folder the kernel works in. */
    public static Path project(String path) {
        return root().resolve(path);
    }

    /** The folder that this run's folder lies in, beside other runs: {@code output}, where nobody says otherwise. */
    public static Path outputFolder() {
        return configuration().run().outputPath().toAbsolutePath().getParent();
    }

    /** The project's folder: the kernel's environment names it; else the nearest one above that holds the notebooks. */
    private static Path root() {
        String named = System.getenv("AUDIO_TOKENS_ROOT");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("notebooks/configs"))) {
                return folder;
            }
        }
        throw new ConfigurationException(
                "AUDIO_TOKENS_ROOT", "is not set, and no folder above this one holds notebooks/configs");
    }
}
