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
 * How many frames each clip has, of a run that keeps no spectrograms: {@code spectrograms/SPLIT_frames.npy}, int64
 * (clips,), in the order of {@code split.json}. A clip that cannot be used has 0, one that is not measured yet -1.
 */
final class ClipFrames {
    /** Of a clip that is not measured yet. */
    static final int UNKNOWN = -1;

    private ClipFrames() {}

    static Path file(RunFolder folder, Split split) {
        return folder.spectrograms(split).resolveSibling(split.folder() + "_frames.npy");
    }

    /**
     * The frames of a half's clips, as far as they are measured.
     *
     * @throws IOException where the file is damaged; the message names it
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

    /** @throws StageException where the stage 'spectrograms' has not run, or was another run's */
    static long[] read(RunFolder folder, SplitFile split, Split half) {
        Path file = file(folder, half);
        try {
            long[] frames = NpyFile.readLongs(file);
            if (frames.length != split.ids(half).size()) {
                throw new StageException(file + " has " + frames.length + " clips, " + folder.split() + " has "
                        + split.ids(half).size() + "; run the notebook 'spectrograms' again");
            }
            return frames;
        } catch (IOException e) {
            throw new StageException(file + " cannot be read; run the notebook 'spectrograms' first", e);
        }
    }

    static void write(RunFolder folder, Split split, long[] frames) throws IOException {
        NpyFile.write(file(folder, split), frames, frames.length);
    }

    /** The place of each clip of a half in {@code split.json}. */
    static Map<String, Integer> places(SplitFile split, Split half) {
        Map<String, Integer> places = HashMap.newHashMap(split.ids(half).size());
        for (String id : split.ids(half)) {
            places.put(id, places.size());
        }
        return places;
    }
}
