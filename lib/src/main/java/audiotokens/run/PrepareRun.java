package audiotokens.run;

import audiotokens.config.Configuration;
import audiotokens.config.ConfigurationException;
import audiotokens.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a configuration before any work and writes it, resolved, into the run's folder.
 *
 * <p>Arguments: the folder that relative paths start from, a YAML file, and {@code key=value} overrides. Prints the
 * run's folder; on a wrong key prints one line and exits with status 2.
 */
public final class PrepareRun {
    private PrepareRun() {}

    public static void main(String[] arguments) {
        List<String> overrides = Arrays.asList(arguments).subList(2, arguments.length);
        try {
            Configuration configuration =
                    Configuration.read(Path.of(arguments[1]), overrides).resolvedAgainst(Path.of(arguments[0]));
            RunFolder folder = RunFolder.of(configuration);
            whatIsReplaced(folder, configuration).ifPresent(System.err::println);
            write(folder, configuration);
            System.out.println(folder.path());
        } catch (StageException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("outputPath: cannot be written: " + e.getMessage());
            System.exit(2);
        }
    }

    /** A finished run gives way to one with other keys in the same folder; the person at the prompt may have meant both. */
    static Optional<String> whatIsReplaced(RunFolder folder, Configuration configuration) {
        if (!Files.exists(folder.summary()) || !Files.exists(folder.configuration())) {
            return Optional.empty();
        }
        Map<String, Object> before;
        try {
            before = Configuration.read(folder.configuration(), List.of()).toMap();
        } catch (ConfigurationException e) {
            return Optional.empty(); // of another version; nobody can say what differs
        }
        List<String> changes = new ArrayList<>();
        configuration.toMap().forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(key + "=" + before.get(key));
            }
        });
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(folder.path() + " holds a run with " + String.join(" ", changes)
                        + "; what depends on that is made anew. outputPath=FOLDER would keep both.");
    }

    /** Both locks, since either a whole run or a single notebook may be at work. */
    private static void write(RunFolder folder, Configuration configuration) throws IOException {
        RunLock run = RunLock.take(folder, RunLock.RUN);
        try (run) {
            RunLock stage = RunLock.take(folder, RunLock.STAGE);
            try (stage) {
                WholeFile.write(folder.configuration(), configuration.toYaml());
            }
        }
    }
}
