package audiotokens.run;

import audiotokens.config.Configuration;
import audiotokens.config.ConfigurationException;
import audiotokens.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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
            WholeFile.write(folder.configuration(), configuration.toYaml());
            System.out.println(folder.path());
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("outputPath: cannot be written: " + e.getMessage());
            System.exit(2);
        }
    }
}
