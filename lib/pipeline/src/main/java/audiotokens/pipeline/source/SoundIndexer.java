package audiotokens.pipeline.source;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.file.Location;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StorageProvider;
import audiotokens.work.LineProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Command: lists the tar file and byte offset of each clip.
 *
 * <p>Arguments: the CSV to write, then tar files or folders of them, also as URIs such as {@code hdfs://HOST/FOLDER},
 * and {@code key=value} for the engine. A run saves the same CSV as {@code audio_index.csv} in its folder; copy the CSV
 * to that file before a new run to avoid scanning a large set again.
 */
public final class SoundIndexer {
    private SoundIndexer() {}

    public static void main(String[] arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<Location> locations = new ArrayList<>();
        for (String argument : List.of(arguments).subList(Math.min(1, arguments.length), arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals > 0 && argument.substring(0, equals).matches("[A-Za-z][A-Za-z0-9.-]*")) {
                settings.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                locations.add(Location.of(argument).resolvedAgainst(Path.of("").toAbsolutePath()));
            }
        }
        if (locations.isEmpty()) {
            System.err.println("usage: sound_indexer INDEX.csv TAR_OR_FOLDER ... [engine=spark sparkMaster=...]");
            System.exit(2);
        }
        try {
            TarIndex index = write(Path.of(arguments[0]), locations, Configuration.of(settings));
            index.problems()
                    .forEach(problem ->
                            System.err.println(problem.origin() + ": " + problem.name() + ": " + problem.reason()));
            System.out.println(
                    index.clips().size() + " clips in " + index.shards().size() + " tar files");
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println(FileErrors.describe(e));
            System.exit(1);
        }
        System.exit(0); // Spark's threads would keep the process alive
    }

    /** Indexes tar files with the configured executor and writes the CSV. */
    static TarIndex write(Path file, List<Location> locations, Configuration configuration) throws IOException {
        try (Storage storage = StorageProvider.of(configuration)) {
            TarIndex index = new TarIndexBuilder(
                            TarShards.shards(locations, storage), configuration, Executor.of(configuration))
                    .build(LineProgress.forStandardOutput());
            index.write(file);
            return index;
        }
    }
}
