package audiotokens.pipeline.config;

import audiotokens.device.DeviceChoice;
import audiotokens.device.DeviceRequest;
import audiotokens.file.Location;
import audiotokens.option.Option;
import java.nio.file.Path;
import java.util.List;

/** Options of the whole run. */
public record RunOptions(
        @Option(value = "Output folder of the run", defaultValue = "output/run") Path outputPath,
        @Option(value = "Random seed", defaultValue = "4242", min = 0, original = "random_seed") long seed,
        @Option(value = "Number of threads; 0 for one per core", defaultValue = "0", min = 0, max = 1024) int threads,
        @Option(value = "Device of the model: auto (a GPU if available), cpu, gpu, gpu:1", defaultValue = "auto")
                String device,
        @Option(value = "Fraction of clips that may fail before a stage stops", defaultValue = "0.5", min = 0, max = 1)
                double maxProblemRatio,
        @Option(
                        value =
                                "Move a stage's files to OUTPUT/replaced before recomputing them with changed values; false deletes them",
                        defaultValue = "true")
                boolean keepReplaced,
        @Option(
                        value = "Folder that the Parquet token files are copied to, such as hdfs://HOST/FOLDER or"
                                + " s3a://BUCKET/FOLDER; for tokenStore parquet",
                        defaultValue = "")
                List<Location> tokenCopyPath) {
    public RunOptions {
        tokenCopyPath = List.copyOf(tokenCopyPath);
        DeviceRequest.of(device);
    }

    /**
     * Returns the requested device.
     *
     * @throws audiotokens.AudioTokensException if it cannot be used
     */
    public DeviceChoice deviceChoice() {
        return DeviceChoice.of(DeviceRequest.of(device), threadCount());
    }

    /** Returns the number of threads to use: {@link #threads}, or the number of cores if that is 0. */
    public int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
