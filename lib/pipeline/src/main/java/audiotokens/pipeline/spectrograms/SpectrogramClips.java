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
     * The usable clips of a subset and their lengths.
     *
     * @param ids ids, in split order
     * @param frames number of frames of each clip
     */
    public record FrameCounts(List<String> ids, int[] frames) {
        public FrameCounts {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Returns the ids of the usable clips of a subset, in split order.
     *
     * @throws audiotokens.pipeline.run.StageException if the run stores no spectrograms and the spectrograms stage
     *     has not run
     */
    public static List<String> ids(Configuration configuration, Split split) {
        if (!configuration.storesSpectrograms()) {
            return withFrameCounts(configuration, split).ids();
        }
        RunFolder folder = RunFolder.of(configuration);
        return SplitFile.read(folder.split()).ids(split).stream()
                .filter(id -> Files.exists(folder.spectrogram(split, id)))
                .toList();
    }

    /**
     * Returns the usable clips of a subset and their lengths, for a run that stores no spectrograms.
     *
     * @throws audiotokens.pipeline.run.StageException if the spectrograms stage has not run
     */
    public static FrameCounts withFrameCounts(Configuration configuration, Split split) {
        RunFolder folder = RunFolder.of(configuration);
        SplitFile file = SplitFile.read(folder.split());
        List<String> ids = file.ids(split);
        long[] frames = FrameCountFile.read(folder, file, split);
        int[] usable =
                IntStream.range(0, frames.length).filter(i -> frames[i] > 0).toArray();
        return new FrameCounts(
                Arrays.stream(usable).mapToObj(ids::get).toList(),
                Arrays.stream(usable).map(i -> Math.toIntExact(frames[i])).toArray());
    }

    /** Returns the ids of at most {@code max} clips of a subset, evenly spaced, in split order. */
    public static List<String> evenlySpaced(Configuration configuration, Split split, int max) {
        List<String> ids = ids(configuration, split);
        int count = Math.min(max, ids.size());
        return IntStream.range(0, count)
                .mapToObj(i -> ids.get((int) ((long) i * ids.size() / count)))
                .toList();
    }
}
