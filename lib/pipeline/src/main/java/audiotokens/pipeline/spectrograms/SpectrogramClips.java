package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** The clips of a run that have a spectrogram. */
public final class SpectrogramClips {
    private SpectrogramClips() {}

    /** Ids of at most {@code most} clips of a half, evenly spread over it, in its order. */
    public static List<String> spread(Configuration configuration, Split split, int most) {
        RunFolder folder = RunFolder.of(configuration);
        List<String> ids = SplitFile.read(folder.split()).ids(split).stream()
                .filter(id -> Files.exists(folder.spectrogram(split, id)))
                .toList();
        int count = Math.min(most, ids.size());
        return IntStream.range(0, count)
                .mapToObj(i -> ids.get((int) ((long) i * ids.size() / count)))
                .toList();
    }
}
