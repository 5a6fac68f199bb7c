package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The clips of a run that have a spectrogram, or would have one where none is kept. */
public final class SpectrogramClips {
    private SpectrogramClips() {}

    /**
     * Ids of the clips of a half, in its order.
     *
     * @throws audiotokens.pipeline.run.StageException where the run keeps no spectrograms and the stage 'spectrograms' has
     *     not run
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

    /** The numbers of frames of the clips that {@link #ids} gives, of a run that keeps no spectrograms. */
    public static int[] frames(Configuration configuration, Split split) {
        RunFolder folder = RunFolder.of(configuration);
        return Arrays.stream(ClipFrames.read(folder, SplitFile.read(folder.split()), split))
                .filter(frames -> frames > 0)
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Ids of at most {@code most} clips of a half, evenly spread over it, in its order. */
    public static List<String> spread(Configuration configuration, Split split, int most) {
        List<String> ids = ids(configuration, split);
        int count = Math.min(most, ids.size());
        return IntStream.range(0, count)
                .mapToObj(i -> ids.get((int) ((long) i * ids.size() / count)))
                .toList();
    }
}
