package audiotokens.pipeline.adopt;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunLock;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Imports the folder of the original Python implementation (danavery/audio-tokens) into a run's folder, and reports
 * what was imported and how to continue.
 *
 * <p>Arguments: the folder against which relative paths are resolved; the original's folder; and optionally
 * {@code outputPath=...}, by default {@code output/NAME}, where NAME is the name of the original's folder. Exit status
 * 2 for an invalid argument, 1 if nothing could be imported.
 */
public final class AdoptFolder {
    private static final String OUTPUT_PATH = "outputPath=";
    private static final String BASE_CONFIGURATION = "notebooks/configs/original.yaml";

    private AdoptFolder() {}

    public static void main(String[] arguments) {
        try {
            adopt(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length))
                    .forEach(System.out::println);
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("the folder cannot be adopted: " + FileErrors.describe(e));
            System.exit(1);
        }
    }

    /**
     * Imports the folder.
     *
     * @param root folder against which relative paths are resolved
     * @return lines to print
     */
    static List<String> adopt(Path root, List<String> arguments) throws IOException {
        if (arguments.isEmpty() || arguments.size() > 2 || arguments.getFirst().contains("=")) {
            throw new ConfigurationException("adopt", "usage: ./run adopt FOLDER [outputPath=FOLDER]");
        }
        Path path = Path.of(arguments.getFirst()).toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new StageException("there is no folder " + path);
        }
        Path output = root.resolve("output").resolve(path.getFileName());
        if (arguments.size() == 2) {
            if (!arguments.getLast().startsWith(OUTPUT_PATH)) {
                throw new ConfigurationException(
                        arguments.getLast(),
                        "adopt accepts only outputPath; other keys belong to the run that follows");
            }
            output = root.resolve(arguments.getLast().substring(OUTPUT_PATH.length()));
        }
        OriginalFolder original = OriginalFolder.of(path);
        RunFolder run = new RunFolder(output.toAbsolutePath().normalize());
        FolderAdoption adoption = new FolderAdoption(original, run);
        RunLock lock = RunLock.acquire(run, RunLock.STAGE);
        try (lock) {
            adoption.importAll();
        }
        adoption.messages().addAll(nextSteps(root, original, run));
        return adoption.messages();
    }

    private static List<String> nextSteps(Path root, OriginalFolder original, RunFolder run) throws IOException {
        Configuration base = Configuration.read(root.resolve(BASE_CONFIGURATION), List.of());
        OriginalKeys.Keys reconstructed = new OriginalKeys(original, base).read();
        SequencedMap<String, String> keys = reconstructed.overrides();
        List<String> missing = Stream.of("segments=FILE.csv,...", "ontology=FILE.json", "audioPath=FOLDER")
                .filter(key -> !keys.containsKey(key.substring(0, key.indexOf('='))))
                .toList();
        List<String> lines = new ArrayList<>();
        if (!missing.isEmpty()) {
            lines.add("to set              " + String.join(" ", missing));
        }
        if (!reconstructed.invalid().isEmpty()) {
            lines.add("left out            "
                    + shellArguments(reconstructed.invalid()).collect(Collectors.joining(" ")) + ": invalid here");
        }
        lines.add(
                "note                this program cuts audio files to their segments; the original used entire files");
        lines.add("continue with       "
                + Stream.concat(
                                Stream.of("./run", BASE_CONFIGURATION, quoted(OUTPUT_PATH + run.path())),
                                Stream.concat(shellArguments(keys), missing.stream()))
                        .collect(Collectors.joining(" ")));
        return lines;
    }

    /** Returns the keys and their values as arguments of a shell command. */
    private static Stream<String> shellArguments(SequencedMap<String, String> keys) {
        return keys.entrySet().stream().map(entry -> quoted(entry.getKey() + "=" + entry.getValue()));
    }

    /** Quotes an argument for a shell. */
    private static String quoted(String argument) {
        return argument.matches("[\\w./=,:+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
