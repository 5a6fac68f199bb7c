package audiotokens.pipeline.clusters;

import audiotokens.cluster.Codebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The real frames that lie nearest to each centroid, to look at and to listen to: of each clip the nearest one only,
 * since its neighbours are nearly the same.
 */
public final class CentroidExamples {
    private static final Comparator<Example> NEAREST_FIRST = Comparator.comparingDouble(Example::distance)
            .thenComparing(Example::clip)
            .thenComparingInt(Example::frame);

    private CentroidExamples() {}

    /**
     * A frame of a training clip.
     *
     * @param token the centroid it is nearest to
     * @param clip the clip's id
     * @param frame the frame's number in it, from 0
     * @param seconds the middle of the frame, from the clip's start
     * @param distance its squared distance to the centroid
     */
    public record Example(int token, String clip, int frame, double seconds, double distance) {}

    /**
     * Finds the nearest frames of training clips.
     *
     * @param clips most clips to look through, evenly spread over the training clips
     * @param wanted most frames for a centroid
     * @return for each token in order, its examples, nearest first
     */
    public static List<List<Example>> find(
            Configuration configuration, Codebook codebook, int clips, int wanted, Progress progress) {
        RunFolder folder = RunFolder.of(configuration);
        List<PriorityQueue<Example>> best = new ArrayList<>();
        for (int token = 0; token < codebook.vocabularySize(); token++) {
            best.add(new PriorityQueue<>(NEAREST_FIRST.reversed()));
        }
        List<String> ids = SpectrogramClips.spread(configuration, Split.TRAIN, clips);
        double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
        try (Progress.Task task = progress.begin("Nearest frames", ids.size(), "clips")) {
            Parallel.forEach(ids, configuration.run().threadCount(), () -> id -> {
                Spectrogram spectrogram = Spectrogram.read(folder.spectrogram(Split.TRAIN, id));
                for (Example example : ofClip(id, spectrogram, codebook, secondsPerFrame)) {
                    if (example != null) {
                        offer(best.get(example.token()), example, wanted);
                    }
                }
                task.advance(1);
            });
        }
        return best.stream()
                .map(queue -> queue.stream().sorted(NEAREST_FIRST).toList())
                .toList();
    }

    /** For each token the clip's frame that is nearest to it, null where no frame became it. */
    private static Example[] ofClip(String id, Spectrogram spectrogram, Codebook codebook, double secondsPerFrame) {
        float[] points = codebook.features().of(spectrogram);
        int[] nearest = new int[spectrogram.nFrames()];
        float[] distances = new float[nearest.length];
        codebook.find(points, nearest, distances);
        Example[] examples = new Example[codebook.vocabularySize()];
        for (int frame = 0; frame < nearest.length; frame++) {
            int token = nearest[frame];
            if (examples[token] == null || distances[frame] < examples[token].distance()) {
                examples[token] = new Example(token, id, frame, frame * secondsPerFrame, distances[frame]);
            }
        }
        return examples;
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
