package audiotokens.pipeline.source;

import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Command: lists the tar file and byte offset of each clip.
 *
 * <p>Arguments: the CSV to write, then tar files or folders of them. A run keeps the same CSV as
 * {@code audio_index.csv}; copy it there to avoid scanning a large set again.
 */
public final class SoundIndexer {
    private SoundIndexer() {}

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: sound_indexer INDEX.csv TAR_OR_FOLDER ...");
            System.exit(2);
        }
        List<Path> paths = Arrays.stream(arguments)
                .skip(1)
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
        try {
            TarIndex index = TarIndex.build(TarShards.shards(paths, ".tar"), Progress.silent());
            index.write(Path.of(arguments[0]));
            index.problems()
                    .forEach(problem ->
                            System.err.println(problem.origin() + ": " + problem.name() + ": " + problem.reason()));
            System.out.println(
                    index.locations().size() + " clips in " + index.shards().size() + " tar files");
        } catch (IOException | StageException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
