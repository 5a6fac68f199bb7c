package audiotokens.pipeline.spectrograms;

import audiotokens.file.NpyFile;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The file {@code spectrograms/SPLIT_frames.npy} of a run that stores no spectrograms: the frame counts of the clips,
 * int64 (clips,), in the order of {@code split.json}. The count is 0 for an unusable clip and -1 for one whose frames
 * have not been counted yet.
 */
final class FrameCountFile {
    /** Count of a clip whose frames have not been counted yet. */
    static final int UNKNOWN = -1;

    private FrameCountFile() {}

    static Path file(RunFolder folder, Split split) {
        return folder.spectrograms(split).resolveSibling(split.folder() + "_frames.npy");
    }

    /**
     * Reads the frame counts of a subset; {@link #UNKNOWN} for clips whose frames have not been counted yet.
     *
     * @throws IOException if the file is damaged; the message names it
     */
    static long[] readOrUnknown(RunFolder folder, Split split, int clips) throws IOException {
        Path file = file(folder, split);
        if (Files.exists(file)) {
            long[] frames = NpyFile.readLongs(file);
            if (frames.length == clips) {
                return frames;
            }
        }
        long[] unknown = new long[clips];
        Arrays.fill(unknown, UNKNOWN);
        return unknown;
    }

    /**
     * Reads the frame counts of a subset.
     *
     * @throws StageException if the spectrograms stage has not run, or the file belongs to another run
     */
    static long[] read(RunFolder folder, SplitFile split, Split subset) {
        Path file = file(folder, subset);
        try {
            long[] frames = NpyFile.readLongs(file);
            if (frames.length != split.ids(subset).size()) {
                throw new StageException(file + " has frame counts of " + frames.length + " clips, but "
                        + folder.split() + " has " + split.ids(subset).size()
                        + "; run the spectrograms notebook again");
            }
            return frames;
        } catch (IOException e) {
            throw new StageException(file + " cannot be read; run the spectrograms notebook first", e);
        }
    }

    static void write(RunFolder folder, Split split, long[] frames) throws IOException {
        NpyFile.write(file(folder, split), frames, frames.length);
    }

    /** Returns the index of each clip of a subset in {@code split.json}. */
    static Map<String, Integer> indices(SplitFile split, Split subset) {
        Map<String, Integer> indices = HashMap.newHashMap(split.ids(subset).size());
        for (String id : split.ids(subset)) {
            indices.put(id, indices.size());
        }
        return indices;
    }
}
