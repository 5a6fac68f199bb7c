package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The usable clips of a run: those that have a spectrogram, stored or computed on access. */
public final class SpectrogramClips {
    private SpectrogramClips() {}

    /**
     * Ids of the usable clips of a subset, in split order.
     *
     * @throws audiotokens.pipeline.run.StageException if the run stores no spectrograms and the stage 'spectrograms'
     *     has not run
     */
    public static List<String> ids(Configuration configuration, Split split) {
        RunFolder folder = RunFolder.of(configuration);
        SplitFile file = SplitFile.read(folder.split());
        List<String> ids = file.ids(split);
        if (configuration.keepsSpectrograms()) {
            return ids.stream()
                    .filter(id -> Files.exists(folder.spectrogram(split, id)))
                    .toList();
        }
        long[] frames = ClipFrames.read(folder, file, split);
        return IntStream.range(0, frames.length)
                .filter(i -> frames[i] > 0)
                .mapToObj(ids::get)
                .toList();
    }

    /** Frame counts of the clips that {@link #ids} returns, for a run that stores no spectrograms. */
    public static int[] frames(Configuration configuration, Split split) {
        RunFolder folder = RunFolder.of(configuration);
        return Arrays.stream(ClipFrames.read(folder, SplitFile.read(folder.split()), split))
                .filter(frames -> frames > 0)
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Ids of at max {@code max} clips of a subset, evenly spaced, in split order. */
    public static List<String> spread(Configuration configuration, Split split, int max) {
        List<String> ids = ids(configuration, split);
        int count = Math.min(max, ids.size());
        return IntStream.range(0, count)
                .mapToObj(i -> ids.get((int) ((long) i * ids.size() / count)))
                .toList();
    }
}
