package audiotokens.cluster;

import audiotokens.config.Configuration;
import audiotokens.dataset.SplitFile;
import audiotokens.run.Parallel;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.spectrogram.Spectrogram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The real frames that lie nearest to each centroid, to look at and to listen to. */
public final class CentroidExamples {
    private static final Comparator<Example> NEAREST_FIRST = Comparator.comparingDouble(Example::distance)
            .thenComparing(Example::clip)
            .thenComparingInt(Example::frame);

    private CentroidExamples() {}

    /**
     * A frame of a training clip.
     *
     * @param clip the clip's id
     * @param frame the frame's number in it, from 0
     * @param seconds the middle of the frame, from the clip's start
     * @param distance its squared distance to the centroid
     */
    public record Example(String clip, int frame, double seconds, double distance) {}

    /**
     * Finds the nearest frames of the training clips.
     *
     * @param wanted most frames for a centroid
     * @return for each token in order, its examples, nearest first
     */
    public static List<List<Example>> find(
            Configuration configuration, Codebook codebook, int wanted, Progress progress) {
        RunFolder folder = RunFolder.of(configuration);
        List<PriorityQueue<Example>> best = new ArrayList<>();
        for (int token = 0; token < codebook.vocabularySize(); token++) {
            best.add(new PriorityQueue<>(NEAREST_FIRST.reversed()));
        }
        List<String> ids = SplitFile.read(folder.split()).train();
        try (Progress.Task task = progress.begin("Nearest frames", ids.size(), "clips")) {
            Parallel.forEach(ids, configuration.run().threadCount(), () -> id -> {
                Path file = folder.spectrogram(Split.TRAIN, id);
                if (Files.exists(file)) {
                    float[] points = codebook.features().of(Spectrogram.read(file));
                    int[] nearest = new int[points.length / codebook.features().size()];
                    float[] distances = new float[nearest.length];
                    codebook.find(points, nearest, distances);
                    for (int frame = 0; frame < nearest.length; frame++) {
                        double seconds = frame * configuration.spectrogram().secondsPerFrame();
                        offer(best.get(nearest[frame]), new Example(id, frame, seconds, distances[frame]), wanted);
                    }
                }
                task.advance(1);
            });
        }
        return best.stream()
                .map(queue -> queue.stream().sorted(NEAREST_FIRST).toList())
                .toList();
    }

    private static void offer(PriorityQueue<Example> queue, Example example, int wanted) {
        synchronized (queue) {
            queue.add(example);
            if (queue.size() > wanted) {
                queue.remove();
            }
        }
    }
}
