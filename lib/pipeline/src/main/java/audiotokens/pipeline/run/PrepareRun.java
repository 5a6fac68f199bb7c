package audiotokens.pipeline.run;

import audiotokens.AudioTokensException;
import audiotokens.device.DeviceRequest;
import audiotokens.device.GpuSetup;
import audiotokens.device.Machine;
import audiotokens.file.AtomicFile;
import audiotokens.option.OptionValue;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.config.DatasetOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Validates a configuration and writes the resolved configuration into the run's folder, before any other work.
 *
 * <p>Arguments: {@code run}, which warns of finished stages that will be replaced, or {@code experiment}; the folder
 * against which relative paths are resolved; a YAML file; and {@code key=value} overrides. Prints the run's folder. For
 * an invalid key it prints one line and exits with status 2.
 */
public final class PrepareRun {
    private PrepareRun() {}

    public static void main(String[] arguments) {
        List<String> overrides = Arrays.asList(arguments).subList(3, arguments.length);
        try {
            Configuration configuration =
                    Configuration.read(Path.of(arguments[2]), overrides).resolvedAgainst(Path.of(arguments[1]));
            RunFolder folder = RunFolder.of(configuration);
            unusedGpuMessage(configuration).ifPresent(System.err::println);
            if (arguments[0].equals("run")) {
                replacementMessage(folder, configuration).ifPresent(System.err::println);
            }
            write(folder, configuration);
            System.out.println(folder.path());
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("outputPath: cannot be written: " + e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Returns why an available GPU is not used with {@code device=auto}; empty if it is used or there is none.
     *
     * @throws AudioTokensException if the configuration requests a GPU that cannot be used
     */
    private static Optional<String> unusedGpuMessage(Configuration configuration) {
        DeviceRequest request = DeviceRequest.of(configuration.run().device());
        if (request.kind() == DeviceRequest.Kind.GPU) {
            configuration.run().deviceChoice(); // throws if the GPU cannot be used
        }
        GpuSetup setup = GpuSetup.find(Machine.current());
        if (request.kind() != DeviceRequest.Kind.AUTO || !setup.gpuPresent()) {
            return Optional.empty();
        }
        return setup.obstacle().map(reason -> "device=auto: the CPU is used, not the GPU: " + reason);
    }

    /**
     * Describes which finished stages would be replaced because values have changed, since the user may want to keep
     * their files.
     */
    static Optional<String> replacementMessage(RunFolder folder, Configuration configuration) throws IOException {
        SortedMap<String, String> changes = StageKeys.differences(configuration, folder);
        changes.putAll(changedPaths(folder, configuration));
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        String formerValues = changes.entrySet().stream()
                .map(change -> change.getKey() + "=" + change.getValue())
                .collect(Collectors.joining(" "));
        String size = ReplacedFiles.Size.format(replacedBytes(folder, configuration));
        String oldFiles = configuration.run().keepReplaced()
                ? "the old files (" + size + ") move to " + folder.replaced()
                : "the old files (" + size + ") are deleted (keepReplaced=false)";
        return Optional.of(folder.path() + " contains stages computed with " + formerValues + "; the stages that depend"
                + " on these keys are recomputed, " + oldFiles + ". outputPath=FOLDER would keep both.");
    }

    /** Returns the total size in bytes of the outputs of the first changed stage and all later ones. */
    private static long replacedBytes(RunFolder folder, Configuration configuration) throws IOException {
        ReplacedFiles.Size size = new ReplacedFiles.Size(0, 0);
        boolean isReplaced = !changedPaths(folder, configuration).isEmpty();
        for (RunStage stage : RunStage.values()) {
            Optional<StageRecord> record = StageRecord.read(folder, stage).filter(found -> !found.adopted());
            isReplaced |= record.filter(found -> StageKeys.hasChanges(configuration, found))
                    .isPresent();
            if (isReplaced && record.isPresent()) {
                for (Path output : stage.outputs(folder)) {
                    size = size.add(ReplacedFiles.sizeOf(output));
                }
            }
        }
        return size.bytes();
    }

    /**
     * Returns the former values of the changed data paths. The values are read from the run's configuration file, since
     * stage records contain no paths.
     */
    private static Map<String, String> changedPaths(RunFolder folder, Configuration configuration) throws IOException {
        boolean hasSplit = StageRecord.read(folder, RunStage.DATASET)
                .filter(StageRecord::finished)
                .isPresent();
        if (!hasSplit || !Files.exists(folder.configuration())) {
            return Map.of();
        }
        Map<String, Object> formerValues;
        try {
            formerValues = Configuration.read(folder.configuration(), List.of()).toMap();
        } catch (ConfigurationException e) {
            return Map.of(); // written by a different version; the difference is unknown
        }
        Map<String, Object> currentValues = configuration.toMap();
        return Arrays.stream(DatasetOptions.class.getRecordComponents())
                .filter(OptionValue::isPath)
                .map(RecordComponent::getName)
                .filter(key -> !Objects.equals(currentValues.get(key), formerValues.get(key)))
                .collect(Collectors.toMap(key -> key, key -> String.valueOf(formerValues.get(key))));
    }

    /** Acquires both locks, since either a run or a single notebook may be using the folder. */
    private static void write(RunFolder folder, Configuration configuration) throws IOException {
        RunLock runLock = RunLock.acquire(folder, RunLock.RUN);
        try (runLock) {
            RunLock stageLock = RunLock.acquire(folder, RunLock.STAGE);
            try (stageLock) {
                AtomicFile.write(folder.configuration(), configuration.toYaml());
            }
        }
    }
}
